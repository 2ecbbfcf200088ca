import { type Static, Type } from 'typebox'

const Tokens = Type.Integer({ minimum: 0 })

/** Usage of a request by one model, with everything that affects its price. */
export const UsageLine = Type.Object({
  /** The model that ran, which may be another than the one requested. */
  model: Type.String(),
  /** Price marks, see `price-marks.ts`. Absent: the standard price. */
  priceMarks: Type.Optional(Type.String()),
  /** Input that was neither read from the cache nor written to it. */
  inputTokens: Tokens,
  outputTokens: Tokens,
  cacheCreationTokens: Tokens,
  /** Part of `cacheCreationTokens` with a lifetime of one hour. */
  cacheCreation1hTokens: Tokens,
  cacheReadTokens: Tokens,
  webSearchRequests: Tokens,
})
export type UsageLine = Static<typeof UsageLine>
