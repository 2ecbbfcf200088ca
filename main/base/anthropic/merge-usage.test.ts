import { expect, it } from 'vitest'
import { mergeUsage } from './merge-usage.ts'

it.each([
  [{}, {}, {}],
  [{ a: 1 }, { a: 2 }, { a: 2 }],
  [{ a: 1 }, { a: null }, { a: 1 }],
  [{ a: 1 }, { b: null }, { a: 1, b: null }],
  [{ a: null }, { a: 2 }, { a: 2 }],
  [{ a: { x: 1 } }, { a: { y: 2 } }, { a: { y: 2 } }],
])('%j and then %j is %j', (before, after, merged) => {
  expect(mergeUsage(before, after)).toEqual(merged)
})

it('takes __proto__ for the name of a field', () => {
  const merged = mergeUsage({}, JSON.parse('{"__proto__":{"a":1}}') as Record<string, unknown>)
  expect(Object.keys(merged)).toEqual(['__proto__'])
})
