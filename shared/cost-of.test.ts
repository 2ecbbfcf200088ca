import { describe, expect, it } from 'vitest'
import { costOf, roundDollars } from './cost-of.ts'
import type { UsageLine } from './usage-line.ts'

const TABLE = {
  prices: [{ model: 'dear', input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 }],
}
const MILLION = 1_000_000

function cost(changes: Partial<UsageLine>): number | undefined {
  const nothing = { inputTokens: 0, outputTokens: 0, cacheCreationTokens: 0 }
  const line = { model: 'dear', ...nothing, cacheCreation1hTokens: 0, cacheReadTokens: 0, ...changes }
  return costOf(line, TABLE)
}

describe('costOf', () => {
  it('prices each kind of token', () => {
    expect(cost({ inputTokens: MILLION })).toBe(5)
    expect(cost({ outputTokens: MILLION })).toBe(25)
    expect(cost({ cacheReadTokens: MILLION })).toBe(0.5)
    expect(cost({ inputTokens: 3 })).toBe(0.000015)
    expect(cost({})).toBe(0)
  })

  it('prices cache writes by their lifetime', () => {
    expect(cost({ cacheCreationTokens: MILLION })).toBe(6.25)
    expect(cost({ cacheCreationTokens: MILLION, cacheCreation1hTokens: MILLION })).toBe(10)
    expect(cost({ cacheCreationTokens: 3 * MILLION, cacheCreation1hTokens: MILLION })).toBe(22.5)
  })

  it('has no cost for a model without a price, not even for no tokens', () => {
    expect(cost({ model: 'other' })).toBeUndefined()
  })
})

it('roundDollars removes floating-point noise', () => {
  expect(roundDollars(0.1 + 0.2)).toBe(0.3)
})
