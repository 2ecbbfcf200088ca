import { describe, expect, it } from 'vitest'
import { Check } from 'typebox/value'
import { DEFAULT_PRICES, findPrice, PriceTable } from './prices.ts'

const { prices } = DEFAULT_PRICES
const NOW = Date.UTC(2026, 11, 1)

describe('findPrice', () => {
  it.each([
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-opus-4-20250514', 'claude-opus-4'],
    ['claude-opus-4-1@20250805', 'claude-opus-4-1'],
    ['claude-sonnet-5-5[1m]', 'claude-sonnet-5-5'],
    ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
    ['claude-opus-5', 'claude-opus-5'],
    ['anthropic/claude-opus-5', 'claude-opus-5'],
    ['us.anthropic.claude-opus-5-20260724-v1:0', 'claude-opus-5'],
    ['claude-fable-5-2', 'claude-fable-5-2'],
  ])('knows %s as %s', (model, known) => {
    expect(findPrice(prices, model, NOW)?.model).toBe(known)
  })

  it.each([
    'claude-opus-5-9',
    'claude-opus-4-5x',
    'claude-opus',
    'gpt-5',
    '',
    'claude-opus-5-20261',
    'unknown',
    'my-claude-opus-5',
    'anthropic/claude-opus-5-9',
  ])('makes up no price for "%s"', (model) => {
    expect(findPrice(prices, model, NOW)).toBeUndefined()
  })

  it('takes the longest name that fits', () => {
    const [one] = prices
    if (one === undefined) throw new Error('no prices')
    const table = ['m', 'm-20250101', 'm'].map((model, input) => ({ ...one, model, input }))
    expect(findPrice(table, 'm-20250101', NOW)?.input).toBe(1)
  })
})

it('ships a table that its own schema takes, with no model twice', () => {
  expect(Check(PriceTable, DEFAULT_PRICES)).toBe(true)
  expect(new Set(prices.map(({ model, from }) => `${model} ${from}`)).size).toBe(prices.length)
  for (const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } of prices) {
    expect(output).toBeCloseTo(input * 5, 9)
    expect(Math.abs(cacheWrite5m / input - 1.25)).toBeLessThan(0.06)
    expect(cacheWrite1h).toBe(input * 2)
    expect(cacheRead).toBeLessThanOrEqual(input / 5)
  }
})
