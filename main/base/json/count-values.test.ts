import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createValueCounter, hasManyValues, MAX_VALUES } from './count-values.ts'

/** The values of a text, fed in pieces of this size. */
function counted(text: string, { perEvent = false, piece = Infinity } = {}): [values: number, size: number] {
  const counter = createValueCounter({ perEvent })
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += piece) counter.add(bytes.subarray(at, at + piece))
  return [counter.count(), counter.size()]
}

/** The separators and openings that `JSON.stringify` writes. */
function expected(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value)
  return 1 + Math.max(0, inner.length - 1) + inner.reduce<number>((sum, one) => sum + expected(one), 0)
}

it.each([
  ['{}', 1],
  ['[]', 1],
  ['[1,2,3]', 3],
  ['{"a":"1,2,3","b":"[{"}', 2],
  [String.raw`["\",,,","\\",1]`, 3],
  ['"a,b', 0],
])('of %s there are %i', (text, values) => {
  expect(counted(text)).toEqual([values, text.length])
})

it('counts the values of any JSON, however it is cut', () => {
  const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 })
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 2), (json, piece, indent) => {
      const text = JSON.stringify(json, null, indent)
      expect(counted(text, { piece })).toEqual([expected(JSON.parse(text)), Buffer.byteLength(text)])
    }),
  )
})

it('is not misled by a quote in the line before', () => {
  expect(counted(': "\n[1,2]')).toEqual([2, 9])
  expect(counted('"\\\n[1,2]')).toEqual([2, 8])
  expect(counted('"\r[1,2]', { piece: 1 })).toEqual([2, 7])
})

describe('in a stream', () => {
  it.each(['\n\n', '\r\r', '\r\n\r\n', '\n\r\n', '\n\r', '\r\n\n', '\r\n\r'])(
    'begins again after %j',
    (separator) => {
      for (const piece of [1, 2, 3, 100])
        expect(counted(`data: [1,2]${separator}data: [`, { perEvent: true, piece })[0]).toBe(1)
    },
  )

  it.each(['\n', '\r', '\r\n'])('does not begin again after %j', (end) => {
    for (const piece of [1, 2, 100])
      expect(counted(`data: [1,${end}data: 2`, { perEvent: true, piece })).toEqual([2, 16 + end.length])
  })
})

it('refuses a text by its values, not by its length', () => {
  expect(hasManyValues(`["${','.repeat(2 * MAX_VALUES)}"]`)).toBe(false)
  expect(hasManyValues(`[${'0,'.repeat(MAX_VALUES - 1)}0]`)).toBe(false)
  expect(hasManyValues(`[${'0,'.repeat(MAX_VALUES)}0]`)).toBe(true)
})
