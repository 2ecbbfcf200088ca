import { describe, expect, it } from 'vitest'
import { createSlabPool } from './slab-pool.ts'

const KB = 1024

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
})
