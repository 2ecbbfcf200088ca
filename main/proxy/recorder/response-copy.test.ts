import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createResponseCopy, createCopyBudget } from './response-copy.ts'
import { createSlabPool } from '../slab-pool.ts'

const KB = 1024
const plenty = () => createCopyBudget(64 * KB * KB)
const pool = createSlabPool(0)

it('keeps an answer whole, however it was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9000 }), { maxLength: 20 }), (chunks) => {
      const copy = createResponseCopy({ limit: KB * KB, budget: plenty(), pool })
      for (const chunk of chunks) copy.add(chunk)
      expect(Buffer.from(copy.whole() ?? []).equals(Buffer.concat(chunks))).toBe(true)
      expect(copy.sections()).toHaveLength(1)
    }),
  )
})

it.each([1, 1000, 70 * KB, 300 * KB])('of a longer one keeps both ends, in pieces of %i bytes', (size) => {
  const response = Buffer.from(Array.from({ length: 500 * KB }, (_, i) => i % 251))
  const copy = createResponseCopy({ limit: 200 * KB, budget: plenty(), pool })
  for (let at = 0; at < response.length; at += size) copy.add(response.subarray(at, at + size))
  expect(copy.whole()).toBeUndefined()
  const [head = new Uint8Array(), tail = new Uint8Array()] = copy.sections()
  expect(tail.length).toBeGreaterThanOrEqual(16 * KB)
  expect(response.subarray(0, head.length).equals(Buffer.from(head))).toBe(true)
  expect(response.subarray(response.length - tail.length).equals(Buffer.from(tail))).toBe(true)
})

it('takes from the budget what it uses, and gives all of it back', () => {
  const budget = createCopyBudget(100 * KB)
  const first = createResponseCopy({ limit: KB * KB, budget, pool })
  first.add(new Uint8Array(60 * KB))
  const second = createResponseCopy({ limit: KB * KB, budget, pool })
  second.add(new Uint8Array(60 * KB))
  expect(first.whole()).toHaveLength(60 * KB)
  expect(second.whole()).toBeUndefined()
  first.release()
  second.release()
  expect(budget.take(100 * KB)).toBe(true)
})

it('returns what it holds of the middle as soon as an answer is too long', () => {
  const budget = createCopyBudget(8 * KB * KB)
  const copy = createResponseCopy({ limit: 4 * KB * KB, budget, pool })
  for (let at = 0; at < 5; at++) copy.add(new Uint8Array(KB * KB).fill(at))
  expect(copy.sections().map((section) => section[0])).toEqual([0, 4])
  // Both ends, one of them twice.
  expect(budget.take(8 * KB * KB - 48 * KB)).toBe(true)
  budget.give(8 * KB * KB - 48 * KB)
  copy.release()
  expect(budget.take(8 * KB * KB)).toBe(true)
})

it('keeps a short last end without a budget', () => {
  const response = Buffer.from(Array.from({ length: 500 * KB }, (_, i) => i % 251))
  for (const size of [1, 1000, 70 * KB]) {
    const budget = createCopyBudget(0)
    const copy = createResponseCopy({ limit: KB * KB, budget, pool })
    for (let at = 0; at < response.length; at += size) copy.add(response.subarray(at, at + size))
    const [head = new Uint8Array(), tail = new Uint8Array()] = copy.sections()
    expect(head).toHaveLength(0)
    expect(tail.length).toBeGreaterThanOrEqual(8 * KB)
    expect(tail.length).toBeLessThanOrEqual(16 * KB)
    expect(response.subarray(response.length - tail.length).equals(Buffer.from(tail))).toBe(true)
    copy.release()
    expect(budget.take(1)).toBe(false)
  }
})

it('does not lend bytes that it gave back', () => {
  const copy = createResponseCopy({ limit: KB * KB, budget: plenty(), pool })
  copy.add(Buffer.from('secret'))
  const before = copy.whole()
  copy.release()
  expect(copy.whole()).toHaveLength(0)
  expect(before).toHaveLength(6)
})

it('keeps the first end of an answer whose first piece is too long already', () => {
  const response = Buffer.from(Array.from({ length: 300 * KB }, (_, i) => i % 251))
  const copy = createResponseCopy({ limit: 200 * KB, budget: plenty(), pool })
  copy.add(response)
  const [head = new Uint8Array()] = copy.sections()
  expect(response.subarray(0, 16 * KB).equals(Buffer.from(head))).toBe(true)
})

it('leaves no room for copies that the log still has to write', () => {
  let waiting = 60
  const budget = createCopyBudget(100, () => waiting)
  expect(budget.take(50)).toBe(false)
  expect(budget.take(40)).toBe(true)
  waiting = 0
  expect(budget.take(60)).toBe(true)
})
