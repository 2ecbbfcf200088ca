import { type Static, Type } from 'typebox'

/** The process that holds the configured port, as far as the system reports it. */
export const PortBusyDetails = Type.Object({
  port: Type.Integer(),
  host: Type.String(),
  holder: Type.Optional(Type.Object({ pid: Type.Integer(), name: Type.Optional(Type.String()) })),
  /** True when a running Signalbox holds it. */
  own_instance: Type.Boolean(),
  next_free_port: Type.Optional(Type.Integer()),
})
export type PortBusyDetails = Static<typeof PortBusyDetails>

/** Error object of a server that could not start: on stderr, over IPC, and as `/health` from `app://`. */
export const StartFailure = Type.Object({
  status: Type.Literal('unhealthy'),
  /** Absent in reports from older versions. */
  code: Type.Optional(
    Type.Union([Type.Literal('port_in_use'), Type.Literal('port_reserved'), Type.Literal('cannot_listen')]),
  ),
  /** In English. */
  error: Type.String(),
  details: Type.Union([PortBusyDetails, Type.Record(Type.String(), Type.Unknown())]),
})
export type StartFailure = Static<typeof StartFailure>
