import { type Static, Type } from 'typebox'

/** `POST /api/shutdown` */
export const ShutdownRequest = Type.Object(
  {
    /** Cuts the requests in flight. Otherwise they finish first, and new ones are paused meanwhile. */
    now: Type.Optional(Type.Boolean()),
    /** Restarts with the same command line. */
    restart: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type ShutdownRequest = Static<typeof ShutdownRequest>

export const ShutdownResponse = Type.Object({
  pid: Type.Integer(),
  /** Id of the run that ends; the next run has another. */
  instance_id: Type.String(),
  in_flight: Type.Integer({ minimum: 0 }),
  /** Shell command that starts Signalbox again; null for the desktop app. */
  start_command: Type.Union([Type.String(), Type.Null()]),
})
export type ShutdownResponse = Static<typeof ShutdownResponse>
