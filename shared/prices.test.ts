import { describe, expect, it } from 'vitest'
import { Check } from 'typebox/value'
import { DEFAULT_PRICES, findPrice, PriceTable } from './prices.ts'

const { prices } = DEFAULT_PRICES

describe('findPrice', () => {
  it.each([
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-opus-4-20250514', 'claude-opus-4'],
    ['claude-opus-4-1@20250805', 'claude-opus-4-1'],
    ['claude-sonnet-5-5[1m]', 'claude-sonnet-5-5'],
    ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
    ['claude-opus-5', 'claude-opus-5'],
  ])('knows %s as %s', (model, known) => {
    expect(findPrice(prices, model)?.model).toBe(known)
  })

  it.each([
    'claude-opus-5-9',
    'claude-opus-4-5x',
    'claude-opus',
    'gpt-5',
    '',
    'claude-opus-5-20261',
    'unknown',
  ])('makes up no price for "%s"', (model) => {
    expect(findPrice(prices, model)).toBeUndefined()
  })

  it('takes the longest name that fits', () => {
    const [one] = prices
    if (one === undefined) throw new Error('no prices')
    const table = ['m', 'm-20250101', 'm'].map((model, input) => ({ ...one, model, input }))
    expect(findPrice(table, 'm-20250101')?.input).toBe(1)
  })
})

it('ships a table that its own schema takes, with no model twice', () => {
  expect(Check(PriceTable, DEFAULT_PRICES)).toBe(true)
  expect(new Set(prices.map(({ model }) => model)).size).toBe(prices.length)
  for (const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } of prices) {
    expect(output).toBe(input * 5)
    expect(Math.abs(cacheWrite5m / input - 1.25)).toBeLessThan(0.06)
    expect(cacheWrite1h).toBe(input * 2)
    expect(cacheRead).toBeLessThanOrEqual(input / 5)
  }
})
