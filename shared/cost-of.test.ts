import { describe, expect, it } from 'vitest'
import { costOf, roundDollars } from './cost-of.ts'
import type { ModelPrice } from './prices.ts'
import type { UsageLine } from './usage-line.ts'

const DEAR = { model: 'dear', input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 }
const PRICES: ModelPrice[] = [
  { ...DEAR, fast: 2, longPrompt: { above: 200_000, times: 5 } },
  { ...DEAR, model: 'slow' },
  { ...DEAR, model: 'moving' },
  { ...DEAR, model: 'moving', input: 6, from: '2026-11-09' },
  { ...DEAR, model: 'moving', input: 7, from: '2026-11-20' },
  { ...DEAR, model: 'new', input: 8, from: '2026-11-20' },
  { ...DEAR, model: 'new', input: 9, from: '2026-11-25' },
]
const MILLION = 1_000_000
const NOTHING: UsageLine = {
  model: 'dear',
  inputTokens: 0,
  outputTokens: 0,
  cacheCreationTokens: 0,
  cacheCreation1hTokens: 0,
  cacheReadTokens: 0,
  webSearchRequests: 0,
}

function cost(changes: Partial<UsageLine>, at = '2026-12-01'): number | undefined {
  return costOf({ ...NOTHING, ...changes }, { prices: PRICES }, Date.parse(at))
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

  it('has no cost for used tokens of a model without a price', () => {
    expect(cost({ model: 'other', inputTokens: 1 })).toBeUndefined()
    expect(cost({ model: 'other' })).toBe(0)
  })

  it.each([
    ['fast', 10],
    ['us', 5.5],
    ['batch', 2.5],
    ['priority', 5],
    ['fast us', 11],
    ['over100k', 5],
    ['over200k', 25],
    ['over272k', 25],
    ['us over272k', 27.5],
  ])('multiplies the price by what the response was: %s', (priceMarks, dollars) => {
    expect(cost({ inputTokens: MILLION, priceMarks })).toBeCloseTo(dollars, 9)
  })

  it('has no cost for fast mode without a price', () => {
    expect(cost({ model: 'slow', inputTokens: 1, priceMarks: 'fast' })).toBeUndefined()
  })

  it('adds web searches, which nothing multiplies', () => {
    expect(cost({ webSearchRequests: 3 })).toBeCloseTo(0.03, 9)
    expect(cost({ webSearchRequests: 3, priceMarks: 'fast us' })).toBeCloseTo(0.03, 9)
  })

  it('costs nothing on a server of the user’s, unless its model has a price', () => {
    expect(cost({ model: 'qwen3', inputTokens: MILLION, priceMarks: 'local' })).toBe(0)
    expect(cost({ inputTokens: MILLION, priceMarks: 'local' })).toBe(5)
  })

  it.each([
    ['moving', '2026-11-08T23:59:59.999Z', 5],
    ['moving', '2026-11-09T00:00:00.000Z', 6],
    ['moving', '2026-11-20T00:00:00.000Z', 7],
    ['new', '2026-11-01T00:00:00.000Z', 8],
    ['new', '2026-11-26T00:00:00.000Z', 9],
  ])('takes the price of the day: %s at %s', (model, at, dollars) => {
    expect(cost({ model, inputTokens: MILLION }, at)).toBe(dollars)
    const reversed = PRICES.toReversed()
    expect(costOf({ ...NOTHING, model, inputTokens: MILLION }, { prices: reversed }, Date.parse(at))).toBe(
      dollars,
    )
  })
})

it('roundDollars removes floating-point noise', () => {
  expect(roundDollars(0.1 + 0.2)).toBe(0.3)
})
