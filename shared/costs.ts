import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'
import { CacheCreation } from './request-log.ts'

const Tokens = Type.Integer({ minimum: 0 })
/** US dollars. Null: one of the models has no price, so there is no total. */
const Estimate = Type.Union([Type.Number({ minimum: 0 }), Type.Null()])

const ModelCost = Type.Object({
  model: Type.String(),
  requests: Type.Integer({ minimum: 0 }),
  input_tokens: Tokens,
  output_tokens: Tokens,
  cache_creation_input_tokens: Tokens,
  /** Counted as 5-minute cache writes if a response did not report the lifetime. */
  cache_creation: CacheCreation,
  cache_read_input_tokens: Tokens,
  /** US dollars. Null: this model has no price. */
  estimate: Estimate,
})
export type ModelCost = Static<typeof ModelCost>

const DailyCost = Type.Object({
  /** `YYYY-MM-DD` in the requested time zone. */
  date: Type.String(),
  /** Total of the models with a price. */
  estimate: Type.Number({ minimum: 0 }),
  models: Type.Array(ModelCost),
})

/** `GET /api/costs`: estimated cost of a range's tokens, at the prices of the built-in table. Never a bill. */
export const CostsResponse = Type.Object({
  isEstimate: Type.Literal(true),
  currency: Type.Literal('USD'),
  /** Date and source of the prices. */
  prices: Type.Object({ date: Type.String(), source: Type.String() }),
  /** The caveats in English. */
  assumptions: Type.Array(Type.String()),
  /** Reasons why a bill may differ. */
  caveats: Type.Array(CodedMessage),
  /** ISO 8601, both included. */
  start: Type.String(),
  end: Type.String(),
  /** Total of the models with a price. */
  estimate: Type.Number({ minimum: 0 }),
  /** Models without a price, left out of the totals. */
  unpriced: Type.Array(Type.String()),
  /** Days with requests, ascending. */
  days: Type.Array(DailyCost),
  /** Over the whole range, most expensive first. */
  models: Type.Array(ModelCost),
})
export type CostsResponse = Static<typeof CostsResponse>
