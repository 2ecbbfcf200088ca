import { type Static, Type } from 'typebox'

/** `GET /health`, JSON: 200 when healthy, 503 when draining or unhealthy. */
export const Health = Type.Object({
  status: Type.Union([
    Type.Literal('healthy'),
    Type.Literal('degraded'),
    Type.Literal('draining'),
    Type.Literal('unhealthy'),
  ]),
  service: Type.String(),
  /** ISO 8601. */
  timestamp: Type.String(),
  version: Type.String(),
  /** Only while draining. */
  in_flight: Type.Optional(Type.Integer({ minimum: 0 })),
  error: Type.Optional(Type.String()),
  details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Health = Static<typeof Health>

/** Who holds the port that we wanted, as far as this system tells. */
export const PortBusyDetails = Type.Object({
  port: Type.Integer(),
  host: Type.String(),
  holder: Type.Optional(Type.Object({ pid: Type.Integer(), name: Type.Optional(Type.String()) })),
  /** True when a running Signalbox holds it. */
  own_instance: Type.Boolean(),
  next_free_port: Type.Optional(Type.Integer()),
})
export type PortBusyDetails = Static<typeof PortBusyDetails>

/** The error object of a server that could not start: on stderr, over IPC, and as `/health` from `app://`. */
export const StartFailure = Type.Object({
  status: Type.Literal('unhealthy'),
  error: Type.String(),
  details: Type.Union([PortBusyDetails, Type.Record(Type.String(), Type.Unknown())]),
})
export type StartFailure = Static<typeof StartFailure>
