import { expect, it } from 'vitest'
import type { ModelPrice, PriceTable } from '../../shared/prices.ts'
import { completePrices } from './complete-prices.ts'

const PRICE = { input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 }
const KNOWN: PriceTable = {
  date: '2026-11-09',
  source: 'a list',
  prices: [
    { ...PRICE, model: 'new', from: '2026-11-09' },
    { ...PRICE, model: 'quick', fast: 2 },
    { ...PRICE, model: 'plain' },
  ],
}

function complete(date: string, prices: ModelPrice[]): PriceTable {
  return completePrices({ date, source: 'mine', prices }, KNOWN)
}

it('adds the prices that came after the table, and keeps those that the user changed or deleted', () => {
  const own = { ...PRICE, model: 'quick', input: 4 }
  expect(complete('2026-10-24', [own])).toEqual({
    date: '2026-11-09',
    source: 'mine',
    prices: [{ ...own, fast: 2 }, KNOWN.prices[0]],
  })
  const mine = { ...PRICE, model: 'new', input: 1 }
  expect(complete('2026-10-24', [mine]).prices).toEqual([mine])
})

it('changes no table of the same day or a later one', () => {
  const own = { ...PRICE, model: 'quick' }
  for (const date of ['2026-11-09', '2027-01-01'])
    expect(complete(date, [own])).toEqual({ date, source: 'mine', prices: [own] })
})
