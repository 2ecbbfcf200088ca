import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSlabPool } from './slab-pool.ts'

const KB = 1024

afterEach(() => {
  vi.useRealTimers()
})

describe('createSlabPool', () => {
  it('gives at least what was asked for, at every power of two and around it', () => {
    const pool = createSlabPool(0)
    for (let power = 0; power <= 24; power++) {
      for (const size of [2 ** power - 1, 2 ** power, 2 ** power + 1]) {
        const { length } = pool.take(size).bytes
        expect(length).toBeGreaterThanOrEqual(size)
        expect(length).toBeLessThanOrEqual(Math.max(size * 2, 16 * KB))
      }
    }
  })

  it('gives released memory to the next caller of that size', () => {
    const pool = createSlabPool(64 * KB)
    const first = pool.take(20 * KB)
    first.release()
    expect(pool.take(32 * KB).bytes).toBe(first.bytes)
  })

  it('never gives memory to two callers at a time', () => {
    const pool = createSlabPool(64 * KB)
    const first = pool.take(1)
    first.release()
    const [a, b] = [pool.take(1), pool.take(1)]
    expect(a.bytes).toBe(first.bytes)
    expect(b.bytes).not.toBe(a.bytes)
  })

  it('holds on to no more unused memory than it may', () => {
    const pool = createSlabPool(48 * KB)
    const slabs = Array.from({ length: 4 }, () => pool.take(16 * KB))
    for (const slab of slabs) slab.release()
    const known = new Set(slabs.map((slab) => slab.bytes))
    const again = Array.from({ length: 4 }, () => pool.take(16 * KB))
    expect(again.filter((slab) => known.has(slab.bytes)).length).toBe(3)
  })

  it('counts memory that is in use again as used', () => {
    const pool = createSlabPool(16 * KB)
    const slab = pool.take(1)
    for (let i = 0; i < 3; i++) {
      slab.release()
      expect(pool.take(1).bytes).toBe(slab.bytes)
    }
  })

  it('gives unused memory of another size up for what is asked for now', () => {
    const pool = createSlabPool(64 * KB)
    for (const slab of [pool.take(32 * KB), pool.take(32 * KB)]) slab.release()
    const slab = pool.take(64 * KB)
    slab.release()
    expect(pool.take(64 * KB).bytes).toBe(slab.bytes)
  })

  it('frees what was not needed for a while, and keeps what is in use', () => {
    vi.useFakeTimers()
    const pool = createSlabPool(256 * KB)
    const steady = pool.take(64 * KB)
    const burst = [pool.take(64 * KB), pool.take(64 * KB)]
    for (const slab of [...burst, steady]) slab.release()
    for (let second = 0; second < 120; second++) {
      pool.take(64 * KB).release()
      vi.advanceTimersByTime(1000)
    }
    expect([...burst, steady].filter(({ bytes }) => bytes.length > 0)).toHaveLength(1)
    vi.advanceTimersByTime(120_000)
    expect([...burst, steady].filter(({ bytes }) => bytes.length > 0)).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('maps memory that is held for long, and reuses it', () => {
    const pool = createSlabPool(256 * KB)
    const slabs = [pool.takeForLong(64 * KB), pool.takeForLong(64 * KB), pool.takeForLong(64 * KB)]
    expect(slabs.every(({ bytes }) => (bytes.buffer as ArrayBuffer).resizable)).toBe(true)
    for (const slab of slabs) slab.release()
    // The third one was beyond what the pool keeps.
    expect(slabs.map(({ bytes }) => bytes.length)).toEqual([64 * KB, 64 * KB, 0])
    expect(slabs.map(({ bytes }) => bytes)).toContain(pool.takeForLong(64 * KB).bytes)
  })

  it('unmaps what a burst took beyond it, at once', () => {
    const pool = createSlabPool(1024 * KB)
    const burst = Array.from({ length: 200 }, () => pool.take(1024 * KB))
    for (const { bytes } of burst) bytes.fill(1)
    const before = process.memoryUsage.rss()
    for (const slab of burst) slab.release()
    expect(before - process.memoryUsage.rss()).toBeGreaterThan(150 * 1024 * KB)
    expect(burst.filter(({ bytes }) => bytes.length > 0)).toHaveLength(1)
  })
})
