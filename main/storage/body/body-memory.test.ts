import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type BodyMemory, createBodyMemory } from './body-memory.ts'

const MB = 1024 * 1024
const LIMIT = 120 * MB

function copyOf(memory: BodyMemory, body: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const copy = memory.copy(body)
  if (copy === undefined) throw new Error('there is room')
  return copy
}

it('keeps every copy as it was until it is released, in whatever order that happens', () => {
  const step = fc.record({ length: fc.integer({ min: 0, max: 3_000_000 }), release: fc.nat() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const memory = createBodyMemory(LIMIT)
      const held: { copy: Uint8Array; mark: number }[] = []
      for (const [index, { length, release }] of steps.entries()) {
        const mark = (index % 255) + 1
        held.push({ copy: copyOf(memory, new Uint8Array(length).fill(mark)), mark })
        if (release % 2 === 0)
          memory.release(held.splice(release % held.length, 1)[0]?.copy ?? new Uint8Array())
        for (const one of held) expect(isAll(one.copy, one.mark)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

it('touches no more of one mapping than is in use at once, however long a burst lasts', () => {
  const memory = createBodyMemory(LIMIT)
  const bodies = [300_000, 1_100_000, 20_000].map((length) => new Uint8Array(length))
  const seen = new Set<ArrayBufferLike>()
  const held: Uint8Array<SharedArrayBuffer>[] = []
  let end = 0
  for (let i = 0; i < 1000; i++) {
    const copy = copyOf(memory, bodies[i % 3] ?? new Uint8Array())
    seen.add(copy.buffer)
    end = Math.max(end, copy.byteOffset + copy.length)
    held.push(copy)
    // At most 20 bodies at once, which are 10 MB.
    if (held.length === 20) for (const released of held.splice(0, 10)) memory.release(released)
  }
  expect(seen.size).toBe(1)
  expect([...seen].every((buffer) => buffer instanceof SharedArrayBuffer && buffer.growable)).toBe(true)
  expect(end).toBeLessThan(20 * MB)
})

it('has room up to its limit again and again, and none far beyond', () => {
  const memory = createBodyMemory(8 * MB)
  const body = new Uint8Array(MB + 100)
  for (let round = 0; round < 3; round++) {
    const copies = Array.from({ length: 20 }, () => memory.copy(body)).filter((copy) => copy !== undefined)
    expect(copies.length).toBeGreaterThanOrEqual(8)
    expect(copies.length).toBeLessThan(17)
    for (const copy of copies) memory.release(copy)
  }
  expect(memory.copy(new Uint8Array(30 * MB))).toBeUndefined()
})

it('gives the memory of a burst up once nothing was copied between two trims', () => {
  const memory = createBodyMemory(LIMIT)
  const bodies = Array.from({ length: 8 }, () => copyOf(memory, new Uint8Array(MB)))
  const [first] = bodies
  memory.trim()
  memory.trim()
  for (const body of bodies) memory.release(body)
  const used = copyOf(memory, new Uint8Array(10))
  expect(used.buffer).toBe(first?.buffer)
  memory.release(used)
  memory.trim()
  memory.trim()
  expect(copyOf(memory, new Uint8Array(10)).buffer).not.toBe(first?.buffer)
})

/** Checks only both ends: comparing every byte of megabytes takes minutes. */
function isAll(bytes: Uint8Array, value: number): boolean {
  return (
    bytes.subarray(0, 64).every((byte) => byte === value) &&
    bytes.subarray(-64).every((byte) => byte === value)
  )
}
