import { type Static, Type } from 'typebox'

const Tokens = Type.Integer({ minimum: 0 })

/** What one model used for a request, with everything that decides its price. */
export const UsageLine = Type.Object({
  /** The model that ran, which may be another than the one requested. */
  model: Type.String(),
  /** Input that was neither read from the cache nor written to it. */
  inputTokens: Tokens,
  outputTokens: Tokens,
  cacheCreationTokens: Tokens,
  /** Part of `cacheCreationTokens` with a lifetime of one hour. */
  cacheCreation1hTokens: Tokens,
  cacheReadTokens: Tokens,
})
export type UsageLine = Static<typeof UsageLine>
