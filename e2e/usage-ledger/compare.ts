import { expect } from 'vitest'
import { addUp, type Ledger, type ModelSum } from './ledger.ts'

/** A response of `GET /api/costs`. */
export interface Sums {
  requests: number
  estimate: number
  unpricedModels: { model: string; requests: number }[]
  models: ({ model: string; estimate: number | null } & Record<string, number>)[]
  days: { date: string; requests: number; estimate: number }[]
}

export function expectSame(costs: Sums, ledger: Ledger): void {
  const shown = costs.models.map((one) => ({
    model: one.model,
    input: one['input_tokens'],
    output: one['output_tokens'],
    written: one['cache_creation_input_tokens'],
    written1h: (one['cache_creation'] as unknown as Record<string, number>)['ephemeral_1h_input_tokens'],
    read: one['cache_read_input_tokens'],
    searches: one['web_search_requests'],
  }))
  // A model that only failed has a row of zeros.
  const used = shown.filter(({ model }) => ledger.models.has(model))
  const expected = [...ledger.models].map(([model, sum]) => ({
    model,
    input: sum.input,
    output: sum.output,
    written: sum.written,
    written1h: sum.written1h,
    read: sum.read,
    searches: sum.searches,
  }))
  expect(used.toSorted(byModel)).toEqual(expected.toSorted(byModel))
  for (const [model, { cost = null }] of ledger.models) {
    const estimate = costs.models.find((one) => one.model === model)?.estimate
    expect([model, milli(estimate)]).toEqual([model, milli(cost)])
  }
  expect(costs.requests).toBe(ledger.requests)
  expect(costs.estimate).toBeCloseTo(ledger.cost, 4)
  expect(new Map(costs.unpricedModels.map(({ model, requests }) => [model, requests]))).toEqual(
    ledger.unpriced,
  )
}

/** In thousandths of a dollar; null without a price. */
export function milli(dollars: number | null | undefined) {
  return dollars && Math.round(dollars * 1000)
}

export interface Usage extends Record<string, unknown> {
  requests: number
  input_tokens: number
  cost: number | null
}

export function expectSums(shown: Usage, ledger: Ledger): void {
  const sum = (pick: (model: ModelSum) => number) =>
    [...ledger.models.values()].reduce((total, model) => total + pick(model), 0)
  expect(shown).toMatchObject({
    requests: ledger.requests,
    input_tokens: sum(({ input }) => input),
    output_tokens: sum(({ output }) => output),
    cache_read_input_tokens: sum(({ read: tokens }) => tokens),
    cache_creation_5m_input_tokens: sum(({ written, written1h }) => written - written1h),
    cache_creation_1h_input_tokens: sum(({ written1h }) => written1h),
    web_search_requests: sum(({ searches }) => searches),
  })
  expect(shown.cost ?? 0).toBeCloseTo(ledger.cost, 6)
}

/** A request in the API's lists. */
export interface Row {
  requestId: string
  timestamp: string
  sessionId: string
  cost?: number
}

/** Sum of the rows' costs: a row has none if a part of its usage has no price. */
export function costOfRows(answers: Parameters<typeof addUp>[0]): number {
  const rows = answers.map((one) => addUp([one]))
  return rows.reduce((sum, { cost, unpriced }) => sum + (unpriced.size === 0 ? cost : 0), 0)
}

export function totalsOf({ models }: Ledger) {
  const sum = (pick: 'input' | 'output' | 'written' | 'read') =>
    [...models.values()].reduce((total, model) => total + model[pick], 0)
  return { input: sum('input'), output: sum('output'), written: sum('written'), read: sum('read') }
}

function byModel(a: { model: string }, b: { model: string }): number {
  return a.model < b.model ? -1 : 1
}
