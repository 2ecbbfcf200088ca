import { type Static, Type } from 'typebox'
import { Verdict } from './verdict.ts'

/** Cause of a drain. A signal's drain keeps accepting requests and cannot be cancelled; the others can. */
export const DrainSource = Type.Union([Type.Literal('signal'), Type.Literal('request'), Type.Literal('quit')])
export type DrainSource = Static<typeof DrainSource>

export const DrainState = Type.Object({
  source: DrainSource,
  /** ISO 8601. */
  started_at: Type.String(),
  /** Number of `/v1` requests that were in flight when the drain started. */
  in_flight_at_start: Type.Integer({ minimum: 0 }),
  /** ISO 8601. Requests still in flight at this time are cut. Absent if the drain has no deadline. */
  deadline_at: Type.Optional(Type.String()),
  /** ISO 8601, to the second: the drain ends automatically. Absent if it lasts until it is cancelled. */
  resumes_at: Type.Optional(Type.String()),
  /** True if new `/v1` requests are refused (503) during this drain. */
  refuses_new: Type.Boolean(),
  cancellable: Type.Boolean(),
})
export type DrainState = Static<typeof DrainState>

/** `POST /api/drain`. Without a body, the drain lasts until it is cancelled. */
export const DrainRequest = Type.Object(
  {
    /** In ms, at most a day: the drain ends automatically after this time. */
    resume_after_ms: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 86_400_000 })),
  },
  { additionalProperties: false },
)
export type DrainRequest = Static<typeof DrainRequest>

export const InFlightPhase = Type.Union([
  Type.Literal('receiving'),
  Type.Literal('connecting'),
  Type.Literal('waiting'),
  Type.Literal('streaming'),
])
export type InFlightPhase = Static<typeof InFlightPhase>

/**
 * `GET /livez`: always 200. The first four fields are those of the fork (family 004 in main/health/views/README.md).
 */
export const Livez = Type.Object({
  status: Type.Literal('ok'),
  /** ISO 8601. */
  timestamp: Type.String(),
  /** Number of `/v1` requests in flight. */
  in_flight: Type.Integer({ minimum: 0 }),
  draining: Type.Boolean(),
  /** Changes with every start; distinguishes our own running instance from another program on the port. */
  instance_id: Type.String(),
  version: Type.String(),
  uptime_ms: Type.Integer({ minimum: 0 }),
  /** Age of the oldest request in flight, in ms. Absent when there is none. */
  oldest_ms: Type.Optional(Type.Integer({ minimum: 0 })),
  drain: Type.Optional(DrainState),
  /** Overall state of the program. Only for callers on this machine or with the key: it names hosts. */
  verdict: Type.Optional(Verdict),
})
export type Livez = Static<typeof Livez>

/** One request in flight, for the tray's list. No content and no credentials. */
export const InFlightItem = Type.Object({
  id: Type.String(),
  model: Type.Optional(Type.String()),
  path: Type.String(),
  phase: InFlightPhase,
  age_ms: Type.Integer({ minimum: 0 }),
  /** Id of the Claude Code session. */
  session: Type.Optional(Type.String()),
  /** Size of the request body, once it is complete. */
  bytes: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Time since its phase began or its last byte passed, whichever is later, in ms. */
  silent_ms: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type InFlightItem = Static<typeof InFlightItem>
