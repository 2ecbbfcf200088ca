import { type Static, Type } from 'typebox'
import { Livez } from './livez.ts'
import { RequestSummary } from './request-log.ts'

/** A request that has just begun: the facts known before its body is read. */
export const RequestOpened = Type.Object({
  requestId: Type.String(),
  /** ISO 8601. */
  timestamp: Type.String(),
  method: Type.String(),
  /** Path without the query. */
  endpoint: Type.String(),
})
export type RequestOpened = Static<typeof RequestOpened>

/** Events of `GET /api/events`, by name; the `data` of each is JSON of this schema. */
export const EVENTS = {
  /** Sent on connect and on every change, at most four times a second. */
  livez: Livez,
  'request-opened': RequestOpened,
  /** A request that has finished and is in the log. */
  request: RequestSummary,
  /** Some events were dropped: reload the list. */
  missed: Type.Object({}),
  /** The settings changed: reload them. They are not included, because they hold keys. */
  settings: Type.Object({}),
} as const
export type EventName = keyof typeof EVENTS
export type EventData<Name extends EventName> = Static<(typeof EVENTS)[Name]>
