import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readChunkList, writeChunkList } from './chunk-list.ts'

const chunk = fc.oneof(fc.uint8Array({ minLength: 1 }), fc.integer({ min: 1, max: 2 ** 48 }))

it('reads what it wrote', () => {
  fc.assert(
    fc.property(fc.array(chunk), (chunks) => {
      const read = readChunkList(writeChunkList(chunks))
      expect(read.map((one) => (typeof one === 'number' ? one : [...one]))).toEqual(
        chunks.map((one) => (typeof one === 'number' ? one : [...one])),
      )
    }),
    { numRuns: 2000 },
  )
})

it('throws for a list that was cut in the middle of a chunk', () => {
  const list = writeChunkList([Buffer.from('some bytes'), 300])
  for (const length of [1, 5, list.length - 1]) {
    expect(() => readChunkList(list.subarray(0, length))).toThrow(RangeError)
  }
})
