import { expect, test } from 'vitest'
import { DEFAULT_PRICES } from '../../../shared/prices.ts'
import { NO_PRICE, toPriceDraft, toPriceTable } from './to-prices.ts'
import { toStorage, toStorageDraft } from './to-storage.ts'

test('storage settings come back from their fields as they went in', () => {
  const settings = { capture: 'metadata', maxDays: 0, maxMegabytes: 512 } as const
  expect(toStorage(toStorageDraft(settings))).toEqual({ settings, errors: {} })
})

test('what is no whole number is said at its field', () => {
  const { settings, errors } = toStorage({ capture: 'full', maxDays: '1.5', maxMegabytes: '-1' })
  expect(settings).toBeUndefined()
  expect(Object.keys(errors)).toEqual(['maxDays', 'maxMegabytes'])
})

test('the table of prices comes back from its fields as it went in', () => {
  expect(toPriceTable(DEFAULT_PRICES.prices.map(toPriceDraft), DEFAULT_PRICES)).toEqual(DEFAULT_PRICES)
})

test('a price may have a comma, and one that is not filled in is not saved', () => {
  const row = { ...NO_PRICE, model: 'm', input: '0,5', output: '1', cacheWrite5m: '1', cacheWrite1h: '1' }
  const about = { date: '2026-11-21', source: '' }
  expect(toPriceTable([row], about)).toBeUndefined()
  expect(toPriceTable([{ ...row, cacheRead: '0' }], about)?.prices[0]?.input).toBe(0.5)
  expect(toPriceTable([], { ...about, date: 'today' })).toBeUndefined()
})
