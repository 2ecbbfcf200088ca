import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSampleRing } from './sample-ring.ts'

/** A ring whose clock advances a second with every read, so that every summary is recomputed. */
function freshRing(size: number) {
  let now = 0
  return createSampleRing(size, () => (now += 1_000))
}

it('says 0 for everything without a sample', () => {
  expect(freshRing(10).summary()).toEqual({ avg_ms: 0, p50_ms: 0, p95_ms: 0, p99_ms: 0 })
})

it('interpolates between the neighbours, as ccproxy does', () => {
  const ring = freshRing(100)
  for (const ms of [10, 20, 30, 40]) ring.add(ms)
  expect(ring.summary()).toEqual({ avg_ms: 25, p50_ms: 25, p95_ms: 39, p99_ms: 40 })
})

it('keeps only the last samples', () => {
  const ring = freshRing(3)
  for (const ms of [1_000, 1_000, 1, 2, 3]) ring.add(ms)
  expect(ring.summary()).toMatchObject({ avg_ms: 2, p50_ms: 2 })
})

it('sorts at most once a second, however often it is asked', () => {
  let now = 0
  const ring = createSampleRing(10, () => now)
  ring.add(10)
  expect(ring.summary().p50_ms).toBe(10)
  ring.add(30)
  now = 999
  expect(ring.summary().p50_ms).toBe(10)
  now = 1_000
  expect(ring.summary().p50_ms).toBe(20)
})

it('orders the percentiles and keeps them inside the samples', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 300 }), (list) => {
      const ring = freshRing(100)
      for (const ms of list) ring.add(ms)
      const { p50_ms, p95_ms, p99_ms } = ring.summary()
      const kept = list.slice(-100)
      expect([Math.min(...kept), p50_ms, p95_ms, p99_ms, Math.max(...kept)]).toEqual(
        [Math.min(...kept), p50_ms, p95_ms, p99_ms, Math.max(...kept)].toSorted((a, b) => a - b),
      )
    }),
  )
})
