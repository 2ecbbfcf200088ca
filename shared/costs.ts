import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'
import { CacheCreation } from './request-log.ts'

const Tokens = Type.Integer({ minimum: 0 })
/** US dollars. Null: there is no price for one of the models, and so no sum. */
const Estimate = Type.Union([Type.Number({ minimum: 0 }), Type.Null()])

const ModelCost = Type.Object({
  model: Type.String(),
  requests: Type.Integer({ minimum: 0 }),
  input_tokens: Tokens,
  output_tokens: Tokens,
  cache_creation_input_tokens: Tokens,
  /** Where an answer did not tell, five minutes. */
  cache_creation: CacheCreation,
  cache_read_input_tokens: Tokens,
  /** US dollars. Null: nobody has a price of this model. */
  estimate: Estimate,
})
export type ModelCost = Static<typeof ModelCost>

const DailyCost = Type.Object({
  /** `YYYY-MM-DD` in the time zone that was asked for. */
  date: Type.String(),
  /** Of the models with a price. */
  estimate: Type.Number({ minimum: 0 }),
  models: Type.Array(ModelCost),
})

/** `GET /api/costs`: what the tokens of a range would cost at the prices of the table. Never a bill. */
export const CostsResponse = Type.Object({
  isEstimate: Type.Literal(true),
  currency: Type.Literal('USD'),
  /** The day and the place of the prices. */
  prices: Type.Object({ date: Type.String(), source: Type.String() }),
  /** The caveats in English. */
  assumptions: Type.Array(Type.String()),
  /** Why a bill may differ. */
  caveats: Type.Array(CodedMessage),
  /** ISO 8601, both included. */
  start: Type.String(),
  end: Type.String(),
  /** Of the models with a price. */
  estimate: Type.Number({ minimum: 0 }),
  /** Models that are in no sum, because nobody has a price of them. */
  unpriced: Type.Array(Type.String()),
  /** Days with requests, ascending. */
  days: Type.Array(DailyCost),
  /** Over the whole range, dearest first. */
  models: Type.Array(ModelCost),
})
export type CostsResponse = Static<typeof CostsResponse>
