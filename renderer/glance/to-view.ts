import type { InFlightItem } from '../../shared/livez.ts'
import type { Observed } from './observed.ts'
import { toTime } from '../api/to-time.ts'
import { shortModel } from '../ui/short-model.ts'
import type { CheckLine } from './checks/check-line.ts'
import { toCheckLines } from './checks/to-check-lines.ts'
import { documentOf, type Situation, toSituation } from './to-situation.ts'

/** One line of the list of requests in flight. */
interface RequestLine {
  id: string
  name: string
  /** What `name` was shortened from. */
  fullName: string
  phase: InFlightItem['phase']
  ageMs: number
  /** Since anything was heard of it. */
  silentMs: number
}

/** What the window shows. Durations in ms, moments in ms since the epoch. */
export interface View {
  situation: Situation
  /** How old the shown values are, once they are older than a poll allows. Undefined while they are fresh. */
  staleMs: number | undefined
  /** `http://127.0.0.1:3456`, once known. */
  baseUrl: string | undefined
  checks: CheckLine[]
  version: string | undefined
  /** Undefined while unknown. */
  startedAt: number | undefined
  uptimeMs: number | undefined
  inFlight: number
  oldestMs: number | undefined
  requests: RequestLine[]
  /** Requests in flight beyond those in `requests`. */
  more: number
  lastRequestAt: number | undefined
}

/** A poll a second, and two for the answer: whatever is older has missed a beat. */
const FRESH_MS = 3_500
const MOST_LINES = 5

/** The whole view, from what was observed. Pure: the same observation always shows the same window. */
export function toView(seen: Observed): View {
  const { now, app, livez, health, status } = seen
  const alive = livez.value
  const age = livez.at === undefined ? 0 : now - livez.at
  const situation = toSituation(seen)
  const staleMs = age > FRESH_MS || situation.kind === 'unreachable' ? age : undefined
  // Fresh values run on between two polls; old ones stand still where they were last seen.
  const since = (at: number | undefined) =>
    staleMs === undefined && at !== undefined ? Math.max(0, now - at) : 0
  const inFlight = alive?.in_flight ?? 0
  const requests = inFlight === 0 ? [] : toLines(status.value?.in_flight ?? [], since(status.at))
  return {
    situation,
    staleMs,
    baseUrl: app?.server.state === 'running' ? app.server.baseUrl : status.value?.base_url,
    checks: toCheckLines({
      document: documentOf(health.value),
      at: health.at ?? now,
      now,
      upstream: status.value?.upstream,
    }),
    version: alive?.version ?? app?.version,
    startedAt: alive && livez.at !== undefined ? livez.at - alive.uptime_ms : undefined,
    uptimeMs: alive && alive.uptime_ms + since(livez.at),
    inFlight,
    oldestMs: alive?.oldest_ms === undefined ? undefined : alive.oldest_ms + since(livez.at),
    requests,
    more: Math.max(0, requests.length && inFlight - requests.length),
    lastRequestAt: toTime(status.value?.last_request_at),
  }
}

function toLines(items: InFlightItem[], since: number): RequestLine[] {
  return items.slice(0, MOST_LINES).map(({ id, model, path, phase, age_ms, silent_ms = 0 }) => ({
    id,
    name: model === undefined ? path : shortModel(model),
    fullName: model ?? path,
    phase,
    ageMs: age_ms + since,
    silentMs: silent_ms + since,
  }))
}
