import { expect, it } from 'vitest'
import { parseExact } from './parse-exact.ts'

it.each([
  '12345678901234567890',
  '{"a":{"id":-9007199254740993,"n":[1.0,1e400,-0,1E5,0.10]},"b":7}',
  '{"__proto__":{"x":1.0},"constructor":2,"toJSON":3}',
  '["1.0","\\ud83d",true,null]',
])('writes %s as it was read', (json) => {
  expect(JSON.stringify(parseExact(json))).toBe(json)
})

it('gives a plain number where JavaScript would write the same', () => {
  expect(parseExact('[0,42,-1.5]')).toEqual([0, 42, -1.5])
})

it('throws for text that is not JSON', () => {
  expect(() => parseExact('{"a":01}')).toThrow(SyntaxError)
})
