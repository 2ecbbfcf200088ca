import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'
import { CacheCreation } from './request-log.ts'

const Tokens = Type.Integer({ minimum: 0 })
const Count = Type.Integer({ minimum: 0 })
/** US dollars. Null: one of the models has no price, so there is no total. */
const Estimate = Type.Union([Type.Number({ minimum: 0 }), Type.Null()])

const ModelCost = Type.Object({
  /** The model that ran. */
  model: Type.String(),
  /** Requests in which it ran: one that several models ran counts for each. */
  requests: Count,
  input_tokens: Tokens,
  output_tokens: Tokens,
  cache_creation_input_tokens: Tokens,
  /** Counted as 5-minute cache writes if a response did not report the lifetime. */
  cache_creation: CacheCreation,
  cache_read_input_tokens: Tokens,
  web_search_requests: Count,
  /** US dollars, without usage of no known price. Null: none of its usage has a price. */
  estimate: Estimate,
})
export type ModelCost = Static<typeof ModelCost>

const UnpricedModel = Type.Object({ model: Type.String(), requests: Count })
export type UnpricedModel = Static<typeof UnpricedModel>

const DailyCost = Type.Object({
  /** `YYYY-MM-DD` in the requested time zone. */
  date: Type.String(),
  requests: Count,
  /** Total of the models with a price. */
  estimate: Type.Number({ minimum: 0 }),
  models: Type.Array(ModelCost),
})

/** `GET /api/costs`: estimated cost of a range's usage, at the prices of each day. Never a bill. */
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
  requests: Count,
  /** Total of the models with a price. */
  estimate: Type.Number({ minimum: 0 }),
  /** Models without a price, left out of the totals. */
  unpriced: Type.Array(Type.String()),
  /** The same models, with the number of requests left out. */
  unpricedModels: Type.Array(UnpricedModel),
  /** Days with requests, ascending. */
  days: Type.Array(DailyCost),
  /** Over the whole range, most expensive first. */
  models: Type.Array(ModelCost),
})
export type CostsResponse = Static<typeof CostsResponse>
