import { expect, test } from 'vitest'
import { describeRule, judgeRule, readErrors, trimRule } from './rule.ts'
import { moveRule } from './move-rule.ts'
import { parseHeaders } from './parse-headers.ts'

const rule = (header: string) => ({ header, action: 'set', value: 'a', enabled: true }) as const

test('a rule is said as a sentence', () => {
  expect(describeRule({ header: 'x-a', action: 'block', enabled: true })).toBe('Take x-a away')
  expect(describeRule({ header: 'x-a', action: 'replace', find: 'b', value: '', enabled: true })).toBe(
    'In x-a, take “b” out',
  )
})

test('a saved rule has only the fields that its action reads', () => {
  expect(trimRule({ header: ' x-a ', action: 'block', value: 'v', find: 'f', enabled: false })).toEqual({
    header: 'x-a',
    action: 'block',
    enabled: false,
  })
})

test('a rule is judged as the server judges it, by field', () => {
  expect(judgeRule({ ...rule('') }).header).toMatch(/needs the name/)
  expect(judgeRule({ ...rule('host') }).header).toMatch(/cannot be changed/)
  expect(judgeRule({ ...rule('x-a'), value: 'a\nb' }).value).toMatch(/Latin letters/)
  expect(judgeRule(rule('x-a'))).toEqual({})
})

test('the API’s details lead to their rule and their field, in both of its forms', () => {
  const details =
    'These settings cannot be saved. requestHeaderRules[0]: header "host" cannot be changed by a rule requestHeaderRules[1]: value is missing responseHeaderRules[0]: find is missing'
  expect(readErrors(details, { side: 'request', index: 0 })).toEqual({
    header: 'Header "host" cannot be changed by a rule',
  })
  expect(readErrors(details, { side: 'request', index: 1 })).toEqual({ value: 'Value is missing' })
  expect(readErrors(details, { side: 'response', index: 0 })).toEqual({ find: 'Find is missing' })
  expect(
    readErrors('requestHeaderRules.0.header must not have fewer than 1 characters.', {
      side: 'request',
      index: 0,
    }).header,
  ).toMatch(/^Header must not/)
  expect(readErrors(undefined, { side: 'request', index: 0 })).toEqual({})
})

test('a rule moves by one place and never out of the list', () => {
  expect(moveRule(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moveRule(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
  expect(moveRule(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moveRule(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

test('pasted headers are read line by line, as a terminal or a browser shows them', () => {
  expect(parseHeaders('POST /v1 HTTP/1.1\r\n> x-a: 1\n\nanthropic-beta: a,b: c\n:path: /\nnonsense')).toEqual(
    [
      { name: 'x-a', value: '1' },
      { name: 'anthropic-beta', value: 'a,b: c' },
    ],
  )
})
