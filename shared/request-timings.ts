import { type Static, Type } from 'typebox'

const Ms = Type.Optional(Type.Number({ minimum: 0 }))

/** A time without content in the middle of a response. In ms. */
export const Stall = Type.Object({
  at: Type.Number({ minimum: 0, description: 'Since the request was accepted, in ms.' }),
  ms: Type.Number({ minimum: 0 }),
})
export type Stall = Static<typeof Stall>

/** Parts of the time of a request, in ms, to a tenth. A part that is not known is absent. */
export const RequestTimings = Type.Object({
  /** From the last byte of the request to its first attempt: Signalbox's own part. */
  ours: Ms,
  /** From the last attempt until its connection was ready, TLS included: 0 for one that was open. */
  connect: Ms,
  /** From acceptance to the first content of a stream. */
  firstToken: Ms,
  /** Gaps of more than 5 s within a stream, pings apart. */
  stalls: Type.Optional(Type.Array(Stall)),
})
export type RequestTimings = Static<typeof RequestTimings>
