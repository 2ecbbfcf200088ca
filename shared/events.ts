import { type Static, Type } from 'typebox'
import { Livez } from './livez.ts'
import { RequestSummary } from './request-log.ts'

/** A request that has just begun: what is known before a byte of its body was read. */
export const RequestOpened = Type.Object({
  requestId: Type.String(),
  /** ISO 8601. */
  timestamp: Type.String(),
  method: Type.String(),
  /** The path, without the query. */
  endpoint: Type.String(),
})
export type RequestOpened = Static<typeof RequestOpened>

/** What `GET /api/events` sends, by the name of the event; each one's `data` is JSON of this form. */
export const EVENTS = {
  /** At once, and when something in it changed: at most four times a second. */
  livez: Livez,
  'request-opened': RequestOpened,
  /** A request that is over and in the log now. */
  request: RequestSummary,
  /** More happened than was told: ask for the list again. */
  missed: Type.Object({}),
  /** The settings are others now: ask for them again. They are not told here, because they hold keys. */
  settings: Type.Object({}),
} as const
export type EventName = keyof typeof EVENTS
export type EventData<Name extends EventName> = Static<(typeof EVENTS)[Name]>
