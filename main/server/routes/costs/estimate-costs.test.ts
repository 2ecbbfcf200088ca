import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { CostsResponse } from '../../../../shared/costs.ts'
import type { PriceTable } from '../../../../shared/prices.ts'
import type { KindsOfTokens } from '../../../../shared/stats.ts'
import { estimateCosts } from './estimate-costs.ts'

const TABLE: PriceTable = {
  date: '2026-10-24',
  source: 'a list',
  prices: [{ model: 'dear', input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 }],
}
const RANGE = { start: Date.UTC(2026, 9, 1), end: Date.UTC(2026, 9, 3) }
const MILLION = 1_000_000

function tokens(model: string, changes: Partial<KindsOfTokens> = {}): KindsOfTokens {
  return {
    model,
    requests: 1,
    input_tokens: 0,
    output_tokens: 0,
    cache_creation_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    cache_read_input_tokens: 0,
    ...changes,
  }
}

function written(forFiveMinutes: number, forAnHour: number): Partial<KindsOfTokens> {
  return {
    cache_creation_input_tokens: forFiveMinutes + forAnHour,
    cache_creation: {
      ephemeral_5m_input_tokens: forFiveMinutes,
      ephemeral_1h_input_tokens: forAnHour,
    },
  }
}

describe('estimateCosts', () => {
  it('takes each kind of token at its own price', () => {
    const price = (changes: Partial<KindsOfTokens>) =>
      estimateCosts({ days: [{ date: '2026-10-01', models: [tokens('dear', changes)] }] }, RANGE, TABLE)
        .estimate
    expect(price({ input_tokens: MILLION })).toBe(5)
    expect(price({ output_tokens: MILLION })).toBe(25)
    expect(price(written(MILLION, 0))).toBe(6.25)
    expect(price(written(0, MILLION))).toBe(10)
    expect(price(written(2 * MILLION, MILLION))).toBe(22.5)
    expect(price({ cache_read_input_tokens: MILLION })).toBe(0.5)
    expect(price({ input_tokens: 3 })).toBe(0.000015)
    expect(price({})).toBe(0)
  })

  it('sums days and models, and leaves out models without a price', () => {
    const days = [
      {
        date: '2026-10-01',
        models: [tokens('dear', { input_tokens: MILLION }), tokens('free', { input_tokens: 9 })],
      },
      {
        date: '2026-10-02',
        models: [
          tokens('dear-20260101', { output_tokens: MILLION }),
          tokens('dear', { input_tokens: MILLION }),
        ],
      },
    ]
    const costs = estimateCosts({ days }, RANGE, TABLE)
    expect(Check(CostsResponse, costs)).toBe(true)
    expect(costs).toMatchObject({
      isEstimate: true,
      currency: 'USD',
      prices: { date: '2026-10-24', source: 'a list' },
      start: '2026-10-01T00:00:00.000Z',
      estimate: 35,
      unpriced: ['free'],
    })
    expect(costs.days.map(({ date, estimate }) => [date, estimate])).toEqual([
      ['2026-10-01', 5],
      ['2026-10-02', 30],
    ])
    expect(costs.models.map(({ model, requests, estimate }) => [model, requests, estimate])).toEqual([
      ['dear-20260101', 1, 25],
      ['dear', 2, 10],
      ['free', 1, null],
    ])
    expect(costs.caveats.map(({ code }) => code)).toEqual([
      'costs.not_a_bill',
      'costs.todays_prices',
      'costs.cache_writes',
      'costs.short_prompts',
      'costs.requested_model',
    ])
    expect(costs.assumptions).toEqual(costs.caveats.map(({ message }) => message))
  })
})
