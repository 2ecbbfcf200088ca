import { expect, test } from 'vitest'
import { checkRule, describeRule, trimRule } from './rule.ts'
import { moveRule } from './move-rule.ts'
import { parseHeaders } from './parse-headers.ts'

const rule = (header: string) => ({ header, action: 'set', value: 'a', enabled: true }) as const

test('a rule is said as a sentence', () => {
  expect(describeRule({ header: 'x-a', action: 'block', enabled: true })).toBe('Remove x-a')
  expect(describeRule({ header: 'x-a', action: 'replace', find: 'b', value: '', enabled: true })).toBe(
    'Remove “b” from x-a',
  )
})

test('a saved rule has only the fields that its action reads', () => {
  expect(trimRule({ header: ' x-a ', action: 'block', value: 'v', find: 'f', enabled: false })).toEqual({
    header: 'x-a',
    action: 'block',
    enabled: false,
  })
})

test('a rule is checked as the server checks it, by field', () => {
  expect(checkRule({ ...rule('') }).header).toMatch(/Enter a header name/)
  expect(Object.keys(checkRule(rule('host')))).toEqual(['header'])
  expect(Object.keys(checkRule({ ...rule('x-a'), value: 'a\nb' }))).toEqual(['value'])
  expect(checkRule(rule('x-a'))).toEqual({})
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
