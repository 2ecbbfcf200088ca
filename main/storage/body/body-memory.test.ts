import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBodyMemory } from './body-memory.ts'

it('keeps every copy as it was until it is released, in whatever order that happens', () => {
  const step = fc.record({ length: fc.integer({ min: 0, max: 3_000_000 }), release: fc.nat() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const memory = createBodyMemory()
      const held: { copy: Uint8Array; mark: number }[] = []
      for (const [index, { length, release }] of steps.entries()) {
        const mark = (index % 255) + 1
        held.push({ copy: memory.copy(new Uint8Array(length).fill(mark)), mark })
        if (release % 2 === 0)
          memory.release(held.splice(release % held.length, 1)[0]?.copy ?? new Uint8Array())
        for (const one of held) expect(isAll(one.copy, one.mark)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

it('uses the same memory again and again', () => {
  const memory = createBodyMemory()
  const body = new Uint8Array(300_000)
  const seen = new Set<ArrayBufferLike>()
  const held = [memory.copy(body)]
  for (let i = 0; i < 1000; i++) {
    held.push(memory.copy(body))
    for (const { buffer } of held) seen.add(buffer)
    if (held.length > 20) for (const copy of held.splice(0, 20)) memory.release(copy)
  }
  expect(seen.size).toBeLessThan(12)
})

it('keeps no unused memory after a trim, and nothing of it in the part that malloc manages', () => {
  const memory = createBodyMemory()
  const bodies = Array.from({ length: 8 }, () => memory.copy(new Uint8Array(1_000_000)))
  const seen = new Set<ArrayBufferLike>(bodies.map(({ buffer }) => buffer))
  expect(bodies.every(({ buffer }) => buffer.growable)).toBe(true)
  for (const body of bodies) memory.release(body)
  memory.trim()
  const again = Array.from({ length: 8 }, () => memory.copy(new Uint8Array(1_000_000)))
  // The current chunk stays.
  expect(again.filter(({ buffer }) => seen.has(buffer)).length).toBeLessThanOrEqual(1)
})

/** Checks only both ends: comparing every byte of megabytes takes minutes. */
function isAll(bytes: Uint8Array, value: number): boolean {
  return (
    bytes.subarray(0, 64).every((byte) => byte === value) &&
    bytes.subarray(-64).every((byte) => byte === value)
  )
}
