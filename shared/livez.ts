import { type Static, Type } from 'typebox'
import { Verdict } from './verdict.ts'

/** What started a drain. A signal's drain keeps accepting and cannot be taken back; the others can. */
export const DrainSource = Type.Union([Type.Literal('signal'), Type.Literal('request'), Type.Literal('quit')])
export type DrainSource = Static<typeof DrainSource>

export const DrainState = Type.Object({
  source: DrainSource,
  /** ISO 8601. */
  started_at: Type.String(),
  /** ISO 8601. Requests still running then are cut. Absent where the drain waits without end. */
  deadline_at: Type.Optional(Type.String()),
  /** ISO 8601, to the second. The drain ends by itself then. Absent where it lasts until it is cancelled. */
  resumes_at: Type.Optional(Type.String()),
  /** Whether new `/v1` requests are refused (503) while this drain lasts. */
  refuses_new: Type.Boolean(),
  cancellable: Type.Boolean(),
})
export type DrainState = Static<typeof DrainState>

/** `POST /api/drain`. Without a body, the drain lasts until it is cancelled. */
export const DrainRequest = Type.Object(
  {
    /** In ms, at most a day: takes new requests again by itself after this time. */
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

/** `GET /livez`: always 200. The first four fields are the contract of the fork that invented it. */
export const Livez = Type.Object({
  status: Type.Literal('ok'),
  /** ISO 8601. */
  timestamp: Type.String(),
  /** Requests inside `/v1/`. */
  in_flight: Type.Integer({ minimum: 0 }),
  draining: Type.Boolean(),
  /** Changes with every start: tells our own running instance from a stranger on the port. */
  instance_id: Type.String(),
  version: Type.String(),
  uptime_ms: Type.Integer({ minimum: 0 }),
  /** Age of the oldest request in flight, in ms. Absent when there is none. */
  oldest_ms: Type.Optional(Type.Integer({ minimum: 0 })),
  drain: Type.Optional(DrainState),
  /** The one verdict on the program's state. Only for callers on this machine, or with the key: it names hosts. */
  verdict: Type.Optional(Verdict),
})
export type Livez = Static<typeof Livez>

/** One request in flight, for the tray's list. No content, no credential. */
export const InFlightItem = Type.Object({
  id: Type.String(),
  model: Type.Optional(Type.String()),
  path: Type.String(),
  phase: InFlightPhase,
  age_ms: Type.Integer({ minimum: 0 }),
  /** Claude Code's session. */
  session: Type.Optional(Type.String()),
  /** Size of the request's body, once it is whole. */
  bytes: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Since its phase began or its last byte passed, whichever is later. */
  silent_ms: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type InFlightItem = Static<typeof InFlightItem>
