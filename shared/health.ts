import { type Static, Type } from 'typebox'

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
  /** Absent where an older program says it. */
  code: Type.Optional(
    Type.Union([Type.Literal('port_in_use'), Type.Literal('port_reserved'), Type.Literal('cannot_listen')]),
  ),
  /** In English. */
  error: Type.String(),
  details: Type.Union([PortBusyDetails, Type.Record(Type.String(), Type.Unknown())]),
})
export type StartFailure = Static<typeof StartFailure>
