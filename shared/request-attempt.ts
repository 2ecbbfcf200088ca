import { type Static, Type } from 'typebox'

/** One attempt to send a request to an upstream. */
export const RequestAttempt = Type.Object({
  provider: Type.String(),
  /** The model requested from this upstream. */
  model: Type.Optional(Type.String()),
  /** Status of the upstream's response. */
  status: Type.Optional(Type.Integer()),
  /** Reason for a missing or incomplete response. */
  errorType: Type.Optional(Type.String()),
  /** System error code of the failure, such as `ECONNREFUSED`. */
  cause: Type.Optional(Type.String()),
  /** Time from accepting the request to this attempt, in ms. */
  startedMs: Type.Integer({ minimum: 0 }),
  /** Time to the response headers or the failure, in ms. */
  durationMs: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type RequestAttempt = Static<typeof RequestAttempt>
