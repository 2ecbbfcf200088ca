import { type Static, Type } from 'typebox'
import { InFlightItem } from './livez.ts'

/** `GET /api/status`: data that the tray shows beyond `/livez` and `/health`. */
export const Status = Type.Object({
  /** The address that Claude Code is configured with, for example `http://127.0.0.1:3456`. */
  base_url: Type.String(),
  /** Upstream of `/v1`, without user info. */
  upstream: Type.String(),
  port: Type.Integer(),
  pid: Type.Integer(),
  /** ISO 8601: arrival of the last `/v1` request of this run. Absent before the first. */
  last_request_at: Type.Optional(Type.String()),
  /** Oldest first, at most 50. */
  in_flight: Type.Array(InFlightItem),
})
export type Status = Static<typeof Status>
