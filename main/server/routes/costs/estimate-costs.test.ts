import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { CostsResponse } from '../../../../shared/costs.ts'
import type { PriceTable } from '../../../../shared/prices.ts'
import type { CountedLine } from '../../../../shared/stats.ts'
import { estimateCosts } from './estimate-costs.ts'

const DEAR = { model: 'dear', input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 }
const TABLE: PriceTable = {
  date: '2026-10-24',
  source: 'a list',
  prices: [DEAR, { ...DEAR, input: 6, from: '2026-10-02' }],
}
const RANGE = { start: Date.UTC(2026, 9, 1), end: Date.UTC(2026, 9, 3) }
const MILLION = 1_000_000

function line(model: string, changes: Partial<CountedLine> = {}): CountedLine {
  return {
    model,
    requests: 1,
    inputTokens: 0,
    outputTokens: 0,
    cacheCreationTokens: 0,
    cacheCreation1hTokens: 0,
    cacheReadTokens: 0,
    webSearchRequests: 0,
    ...changes,
  }
}

function day(date: string, requests: number, lines: CountedLine[], pricesAt = Date.parse(date)) {
  return { date, pricesAt, requests, lines }
}

describe('estimateCosts', () => {
  it('adds days and models up, and names what has no price', () => {
    const days = [
      day('2026-10-01', 2, [line('dear', { inputTokens: MILLION }), line('free', { inputTokens: 9 })]),
      day('2026-10-02', 2, [
        line('dear-20260101', { outputTokens: MILLION }),
        line('dear', { inputTokens: MILLION }),
      ]),
    ]
    const costs = estimateCosts({ days }, RANGE, TABLE)
    expect(Check(CostsResponse, costs)).toBe(true)
    expect(costs).toMatchObject({
      isEstimate: true,
      currency: 'USD',
      prices: { date: '2026-10-24', source: 'a list' },
      start: '2026-10-01T00:00:00.000Z',
      requests: 4,
      estimate: 36,
      unpriced: ['free'],
      unpricedModels: [{ model: 'free', requests: 1 }],
    })
    expect(costs.days.map(({ date, requests, estimate }) => [date, requests, estimate])).toEqual([
      ['2026-10-01', 2, 5],
      ['2026-10-02', 2, 31],
    ])
    expect(costs.models.map(({ model, requests, estimate }) => [model, requests, estimate])).toEqual([
      ['dear-20260101', 1, 25],
      ['dear', 2, 11],
      ['free', 1, null],
    ])
    expect(costs.caveats.map(({ code }) => code)).toEqual([
      'costs.not_a_bill',
      'costs.cache_writes',
      'costs.what_ran',
    ])
    expect(costs.assumptions).toEqual(costs.caveats.map(({ message }) => message))
  })

  it('merges a local day on which a price changes, each part at its own price', () => {
    const used = [line('dear', { inputTokens: MILLION })]
    const days = [day('2026-10-01', 1, used), day('2026-10-01', 1, used, Date.UTC(2026, 9, 2))]
    const costs = estimateCosts({ days }, RANGE, TABLE)
    expect(costs.days).toMatchObject([{ date: '2026-10-01', requests: 2, estimate: 11 }])
    expect(costs.models).toMatchObject([{ requests: 2, input_tokens: 2 * MILLION, estimate: 11 }])
  })

  it('names the part of a model that has no price, and keeps the rest in the sum', () => {
    const used = { inputTokens: MILLION }
    const lines = [line('dear', used), line('dear', { ...used, requests: 3, priceMarks: 'fast' })]
    const costs = estimateCosts({ days: [day('2026-10-01', 4, lines)] }, RANGE, TABLE)
    expect(costs).toMatchObject({ estimate: 5, unpricedModels: [{ model: 'dear', requests: 3 }] })
    expect(costs.models).toMatchObject([{ requests: 4, input_tokens: 2 * MILLION, estimate: 5 }])
  })
})
