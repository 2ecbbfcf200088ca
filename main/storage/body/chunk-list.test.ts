import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readChunkList, writeChunkList } from './chunk-list.ts'

const piece = fc.oneof(fc.uint8Array({ minLength: 1 }), fc.integer({ min: 1, max: 2 ** 48 }))

it('reads what it wrote', () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const read = readChunkList(writeChunkList(pieces))
      expect(read.map((one) => (typeof one === 'number' ? one : [...one]))).toEqual(
        pieces.map((one) => (typeof one === 'number' ? one : [...one])),
      )
    }),
    { numRuns: 2000 },
  )
})

it('throws for a recipe that was cut in the middle of a piece', () => {
  const recipe = writeChunkList([Buffer.from('some bytes'), 300])
  for (const length of [1, 5, recipe.length - 1]) {
    expect(() => readChunkList(recipe.subarray(0, length))).toThrow(RangeError)
  }
})
