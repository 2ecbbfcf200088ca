import { expect, it } from 'vitest'
import { DEFAULT_PRICES, findPrice } from '../../shared/prices.ts'
import { ALL, sum } from './count-seeded.ts'
import type { LogReader } from './log-reader.ts'
import { COUNTED } from './seed.ts'

/** Tests of the estimated costs. */
export function describeCosts({ read }: LogReader): void {
  it('GET /api/costs is what an honest count gives at the prices of the table', async () => {
    const costs = await read<{
      estimate: number
      unpriced: string[]
      models: { model: string; estimate: number | null }[]
    }>('/api/costs', { ...ALL, tz: 'UTC' })
    const expected = [...Map.groupBy(COUNTED, ({ model }) => model ?? 'unknown')].map(([model, rows]) => {
      const price = findPrice(DEFAULT_PRICES.prices, model, Date.now())
      const dollars =
        price &&
        sum(
          rows,
          (one) =>
            (one.input * price.input +
              one.output * price.output +
              one.cacheCreation * price.cacheWrite5m +
              one.cacheRead * price.cacheRead) /
            1e6,
        )
      return { model, dollars }
    })
    expect(costs.unpriced.toSorted()).toEqual(['Some-OTHER-model', 'unknown'])
    const cents = (dollars: number | null | undefined) => dollars && Math.round(dollars * 1e5)
    expect(Object.fromEntries(costs.models.map(({ model, estimate }) => [model, cents(estimate)]))).toEqual(
      Object.fromEntries(expected.map(({ model, dollars = null }) => [model, cents(dollars)])),
    )
    expect(costs.estimate).toBeCloseTo(
      expected.reduce((total, { dollars = 0 }) => total + dollars, 0),
      5,
    )
  })
}
