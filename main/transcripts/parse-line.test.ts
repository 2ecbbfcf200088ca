import { expect, it } from 'vitest'
import { parseLine } from './parse-line.ts'

it.each([
  ['{"type":"user","a":1}', { type: 'user', a: 1 }],
  ['\uFEFF{"type":"user"}', { type: 'user' }],
  [' {"type":"user"} \r', { type: 'user' }],
])('reads %j', (text, line) => {
  expect(parseLine(Buffer.from(text))).toStrictEqual(line)
})

it.each([
  '',
  ' ',
  '\r',
  '[]',
  'null',
  '7',
  '"type"',
  '{}',
  '{"type":7}',
  '{"type":"user"',
  '{"type":"user"} x',
])('skips %j', (text) => {
  expect(parseLine(Buffer.from(text))).toBeUndefined()
})

it('reads many megabytes of text, whatever it looks like', () => {
  const line = { type: 'user', message: '[{"a":[1,2,3],"b\\\\":{}},'.repeat(300_000) }
  expect(parseLine(Buffer.from(JSON.stringify(line)))).toStrictEqual(line)
})

it.each([
  ['[],', ''],
  ['{},', ''],
  ['1,', ''],
  ['"a",', ''],
  ['[', ']'],
  ['{"a":', '}'],
])('skips a line with more values than fit into memory: %s…', (part, end) => {
  const lineOf = (values: number): Buffer =>
    Buffer.from(`{"type":"user","message":[${part.repeat(values)}0${end.repeat(values)}]}`)
  expect(parseLine(lineOf(400_000))).toBeDefined()
  expect(parseLine(lineOf(2_000_001))).toBeUndefined()
})
