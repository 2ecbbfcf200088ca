import { type Static, Type } from 'typebox'

/** One sending of a request to an upstream. */
export const RequestAttempt = Type.Object({
  provider: Type.String(),
  /** The model that was asked for there. */
  model: Type.Optional(Type.String()),
  /** The upstream's status. */
  status: Type.Optional(Type.Integer()),
  /** Why there was no response, or no whole one. */
  errorType: Type.Optional(Type.String()),
  /** The system's code for that, such as `ECONNREFUSED`. */
  cause: Type.Optional(Type.String()),
  /** From acceptance of the request to this sending, in ms. */
  startedMs: Type.Integer({ minimum: 0 }),
  /** To the response's headers, or the failure, in ms. */
  durationMs: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type RequestAttempt = Static<typeof RequestAttempt>
