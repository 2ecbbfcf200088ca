import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanArray } from './scan-array.ts'

const scanned = (text: string, at = 0) => {
  const json = Buffer.from(text)
  return scanArray(json, at)?.map(({ start, end }): unknown => JSON.parse(json.toString('utf8', start, end)))
}

describe('scanArray', () => {
  it('finds the elements that JSON.parse finds', () => {
    const list = fc.array(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), { maxLength: 5 })
    fc.assert(
      fc.property(list, fc.constantFrom(0, 2), (values, indent) => {
        expect(scanned(JSON.stringify(values, null, indent))).toEqual(JSON.parse(JSON.stringify(values)))
      }),
    )
  }, 60_000)

  it('begins at its offset and ends with its bracket', () => {
    expect(scanned('{"a":[1,[2]],"b":[3]}', 5)).toEqual([1, [2]])
  })

  it.each(['', '{}', '"[1]"', '[1', '[1,', '[1 2]', '[1,]', '["a'])('is none for %s', (text) => {
    expect(scanned(text)).toBeUndefined()
  })
})
