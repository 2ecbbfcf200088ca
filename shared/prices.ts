import { type Static, Type } from 'typebox'
import { PROMPT_STEPS } from './price-marks.ts'

/** US dollars per million tokens. */
const Dollars = Type.Number({ minimum: 0, maximum: 100_000 })

/** A day in UTC. */
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
/** Sums tell prompts apart by these lengths only. */
const [FIRST, SECOND, THIRD] = PROMPT_STEPS
const PromptStep = Type.Union([Type.Literal(FIRST), Type.Literal(SECOND), Type.Literal(THIRD)])
const Factor = Type.Number({ minimum: 0, maximum: 1000 })

export const ModelPrice = Type.Object({
  /** A model id, with or without its date: `claude-opus-4-5` also covers `claude-opus-4-5-20251101`. */
  model: Type.String({ minLength: 1, maxLength: 256 }),
  input: Dollars,
  output: Dollars,
  /** Cache writes kept for five minutes and for an hour. */
  cacheWrite5m: Dollars,
  cacheWrite1h: Dollars,
  cacheRead: Dollars,
  /** First day of this price, in UTC. Absent: the price before all others of the model. */
  from: Type.Optional(Day),
  /** Factor of fast mode, for all kinds of tokens. Absent: fast mode has no known price. */
  fast: Type.Optional(Factor),
  /** Prompts with more tokens than `above` cost so many times as much, with their output. */
  longPrompt: Type.Optional(Type.Object({ above: PromptStep, times: Factor })),
})
export type ModelPrice = Static<typeof ModelPrice>

/** `GET` and `PUT /api/prices`. */
export const PriceTable = Type.Object({
  /** Date of these prices: `YYYY-MM-DD`. */
  date: Day,
  /** Source of these prices. */
  source: Type.String({ maxLength: 1024 }),
  prices: Type.Array(ModelPrice, { maxItems: 1000 }),
  /** US dollars per 1,000 web searches. Absent: Anthropic's price. */
  webSearches: Type.Optional(Dollars),
})
export type PriceTable = Static<typeof PriceTable>

type Row = readonly [
  model: string,
  input: number,
  output: number,
  write5m: number,
  write1h: number,
  read: number,
  more?: Pick<ModelPrice, 'from' | 'fast' | 'longPrompt'>,
]

const ROWS: readonly Row[] = [
  ['claude-fable-5-2', 8, 40, 10, 16, 0.2, { from: '2026-11-09' }],
  ['claude-fable-5-1', 10, 50, 12.5, 20, 0.25],
  ['claude-fable-5', 10, 50, 12.5, 20, 1],
  ['claude-mythos-5-2', 8, 40, 10, 16, 0.2, { from: '2026-11-09' }],
  ['claude-mythos-5-1', 10, 50, 12.5, 20, 0.25],
  ['claude-mythos-5', 10, 50, 12.5, 20, 1],
  ['claude-opus-5-5', 4, 20, 5, 8, 0.2, { fast: 2 }],
  ['claude-opus-5', 5, 25, 6.25, 10, 0.5, { fast: 2 }],
  ['claude-opus-4-8', 5, 25, 6.25, 10, 0.5, { fast: 2 }],
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
  ['claude-haiku-5-5', 0.1, 0.5, 0.125, 0.2, 0.01, { longPrompt: { above: 100_000, times: 5 } }],
  ['claude-haiku-4-5', 1, 5, 1.25, 2, 0.1],
  ['claude-3-5-haiku', 0.8, 4, 1, 1.6, 0.08],
  ['claude-3-haiku', 0.25, 1.25, 0.3, 0.5, 0.03],
]

/** The API's list prices on that day. A subscription, a discount or another provider costs something else. */
export const DEFAULT_PRICES: PriceTable = {
  date: '2026-11-09',
  source: 'https://platform.claude.com/docs/en/about-claude/pricing',
  prices: ROWS.map(([model, input, output, cacheWrite5m, cacheWrite1h, cacheRead, more]) => ({
    model,
    input,
    output,
    cacheWrite5m,
    cacheWrite1h,
    cacheRead,
    ...more,
  })),
}

/**
 * The price of a model at a time: of its exact id, or of its id without a provider, a date, an alias or a variant.
 * `claude-opus-4` is the price of `claude-opus-4-20250514`, but never of `claude-opus-4-9`.
 *
 * @param at in ms since 1970. Before the first price of a model, that one applies
 * @returns undefined for a model without a price
 */
export function findPrice(prices: readonly ModelPrice[], model: string, at: number): ModelPrice | undefined {
  const names = [model, model.replace(PROVIDER, '')]
  let best: ModelPrice | undefined
  for (const price of prices) {
    if (!names.some((name) => name.startsWith(price.model) && VARIANT.test(name.slice(price.model.length))))
      continue
    if (best === undefined || price.model.length > best.model.length) best = price
    else if (price.model === best.model && isBetter(price, best, at)) best = price
  }
  return best
}

/** Of the prices of one model, the latest that has begun; otherwise the earliest. */
function isBetter(price: ModelPrice, best: ModelPrice, at: number): boolean {
  const [begins, bestBegins] = [beginOf(price), beginOf(best)]
  return begins <= at ? bestBegins > at || begins > bestBegins : bestBegins > at && begins < bestBegins
}

/** In ms since 1970. */
function beginOf({ from }: ModelPrice): number {
  return from === undefined ? -Infinity : Date.parse(`${from}T00:00:00Z`)
}

/** Times at which a price changes, in ms since 1970, ascending. */
export function priceChanges({ prices }: Pick<PriceTable, 'prices'>): number[] {
  const times = new Set(prices.map(beginOf))
  return [...times].filter(Number.isFinite).toSorted((a, b) => a - b)
}

/** `anthropic/claude-opus-5`, `us.anthropic.claude-opus-5-v1:0` */
const PROVIDER = /^(.*\/)?([a-z-]+\.)?(anthropic\.)?(?=claude-)/

/** Suffixes of a model id that do not make it another model: `-20251101`, `-2025-11-01`, `-latest`, `@…`, `[1m]`. */
const VARIANT = /^(-\d{8}|-\d{4}-\d{2}-\d{2}|-latest)?(-v\d+)?([@[:].*)?$/

/** True if both names are of one model, of which `model` has the more exact one. */
export function isVariantOf(model: string, short: string): boolean {
  return model.startsWith(short) && VARIANT.test(model.slice(short.length))
}
