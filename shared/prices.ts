import { type Static, Type } from 'typebox'

/** US dollars per million tokens. */
const Dollars = Type.Number({ minimum: 0, maximum: 100_000 })

export const ModelPrice = Type.Object({
  /** A model id, with or without its date: `claude-opus-4-5` also covers `claude-opus-4-5-20251101`. */
  model: Type.String({ minLength: 1, maxLength: 256 }),
  input: Dollars,
  output: Dollars,
  /** Cache writes kept for five minutes and for an hour. */
  cacheWrite5m: Dollars,
  cacheWrite1h: Dollars,
  cacheRead: Dollars,
})
export type ModelPrice = Static<typeof ModelPrice>

/** `GET` and `PUT /api/prices`. */
export const PriceTable = Type.Object({
  /** Date of these prices: `YYYY-MM-DD`. */
  date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  /** Source of these prices. */
  source: Type.String({ maxLength: 1024 }),
  prices: Type.Array(ModelPrice, { maxItems: 1000 }),
})
export type PriceTable = Static<typeof PriceTable>

type Row = readonly [
  model: string,
  input: number,
  output: number,
  write5m: number,
  write1h: number,
  read: number,
]

const ROWS: readonly Row[] = [
  ['claude-fable-5-1', 10, 50, 12.5, 20, 0.25],
  ['claude-fable-5', 10, 50, 12.5, 20, 1],
  ['claude-mythos-5-1', 10, 50, 12.5, 20, 0.25],
  ['claude-mythos-5', 10, 50, 12.5, 20, 1],
  ['claude-opus-5-5', 4, 20, 5, 8, 0.2],
  ['claude-opus-5', 5, 25, 6.25, 10, 0.5],
  ['claude-opus-4-8', 5, 25, 6.25, 10, 0.5],
  ['claude-opus-4-7', 5, 25, 6.25, 10, 0.5],
  ['claude-opus-4-6', 5, 25, 6.25, 10, 0.5],
  ['claude-opus-4-5', 5, 25, 6.25, 10, 0.5],
  ['claude-opus-4-1', 15, 75, 18.75, 30, 1.5],
  ['claude-opus-4-0', 15, 75, 18.75, 30, 1.5],
  ['claude-opus-4', 15, 75, 18.75, 30, 1.5],
  ['claude-3-opus', 15, 75, 18.75, 30, 1.5],
  ['claude-sonnet-5-5', 2, 10, 2.5, 4, 0.1],
  ['claude-sonnet-5', 2, 10, 2.5, 4, 0.2],
  ['claude-sonnet-4-6', 3, 15, 3.75, 6, 0.3],
  ['claude-sonnet-4-5', 3, 15, 3.75, 6, 0.3],
  ['claude-sonnet-4-0', 3, 15, 3.75, 6, 0.3],
  ['claude-sonnet-4', 3, 15, 3.75, 6, 0.3],
  ['claude-3-7-sonnet', 3, 15, 3.75, 6, 0.3],
  // For prompts up to 100,000 tokens; longer ones cost five times as much.
  ['claude-haiku-5-5', 0.1, 0.5, 0.125, 0.2, 0.01],
  ['claude-haiku-4-5', 1, 5, 1.25, 2, 0.1],
  ['claude-3-5-haiku', 0.8, 4, 1, 1.6, 0.08],
  ['claude-3-haiku', 0.25, 1.25, 0.3, 0.5, 0.03],
]

/** The API's list prices on that day. A subscription, a discount or another provider costs something else. */
export const DEFAULT_PRICES: PriceTable = {
  date: '2026-10-24',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  prices: ROWS.map(([model, input, output, cacheWrite5m, cacheWrite1h, cacheRead]) => ({
    model,
    input,
    output,
    cacheWrite5m,
    cacheWrite1h,
    cacheRead,
  })),
}

/**
 * The price of a model: of its exact id, or of its id without a date, an alias or a variant. `claude-opus-4` is the
 * price of `claude-opus-4-20250514`, but never of `claude-opus-4-9`.
 *
 * @returns undefined for a model without a price
 */
export function findPrice(prices: readonly ModelPrice[], model: string): ModelPrice | undefined {
  let best: ModelPrice | undefined
  for (const price of prices) {
    if (!model.startsWith(price.model) || !VARIANT.test(model.slice(price.model.length))) continue
    if (best === undefined || price.model.length > best.model.length) best = price
  }
  return best
}

/** Suffixes of a model id that do not make it another model: `-20251101`, `-2025-11-01`, `-latest`, `@…`, `[1m]`. */
const VARIANT = /^(-\d{8}|-\d{4}-\d{2}-\d{2}|-latest)?([@[:].*)?$/
