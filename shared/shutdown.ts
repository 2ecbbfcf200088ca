import { type Static, Type } from 'typebox'

/** `POST /api/shutdown` */
export const ShutdownRequest = Type.Object(
  {
    /** Cuts the requests in flight. Without it they finish first, and new ones are paused meanwhile. */
    now: Type.Optional(Type.Boolean()),
    /** Starts again afterwards, with the same command line. */
    restart: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type ShutdownRequest = Static<typeof ShutdownRequest>

export const ShutdownResponse = Type.Object({
  pid: Type.Integer(),
  /** Of the run that ends; the next one has another. */
  instance_id: Type.String(),
  in_flight: Type.Integer({ minimum: 0 }),
  /** The shell command that starts Signalbox again; null where it is an app. */
  start_command: Type.Union([Type.String(), Type.Null()]),
})
export type ShutdownResponse = Static<typeof ShutdownResponse>
