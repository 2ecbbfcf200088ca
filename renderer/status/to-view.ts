import type { AppInfo } from '../../shared/ipc.ts'
import type { DrainState, InFlightItem, Livez } from '../../shared/livez.ts'
import { toTime } from '../api/to-time.ts'
import { shortModel } from '../ui/short-model.ts'
import type { CheckLine } from './checks/check-line.ts'
import { toCheckLines } from './checks/to-check-lines.ts'
import type { Observed } from './observed.ts'
import { type Link, readLink, readProblems, readVerdict, type ShownVerdict } from './read-verdict.ts'

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

interface DrainFacts {
  cancellable: boolean
  deadlineAt: number | undefined
  resumesAt: number | undefined
}

/** What the window shows. Durations in ms, moments in ms since the epoch. */
export interface View {
  verdict: ShownVerdict
  link: Link
  /** The shell's word on the server: why there is none, and what can be tried. Undefined in a browser. */
  server: AppInfo['server'] | undefined
  /** The drain that runs. Moments in ms since the epoch. */
  drain: DrainFacts | undefined
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
const MAX_LINES = 5

/** The whole view, from what was observed. Pure: the same observation always shows the same window. */
export function toView(seen: Observed): View {
  const { now, app, livez, health, status } = seen
  const alive = livez.value
  const age = livez.at === undefined ? 0 : now - livez.at
  const link = readLink(seen)
  const staleMs = age > FRESH_MS || link === 'silent' ? age : undefined
  // Fresh values run on between two polls; old ones stand still where they were last seen.
  const since = (at: number | undefined) =>
    staleMs === undefined && at !== undefined ? Math.max(0, now - at) : 0
  const inFlight = alive?.in_flight ?? 0
  const requests = inFlight === 0 ? [] : toLines(status.value?.in_flight ?? [], since(status.at))
  return {
    verdict: readVerdict(seen, staleMs),
    link,
    server: app?.server,
    drain: alive && toDrain(alive),
    staleMs,
    baseUrl: app?.server.state === 'running' ? app.server.baseUrl : status.value?.base_url,
    checks: toCheckLines({
      // The shell's account of a failed start has no checks.
      document: health.value && !('error' in health.value) ? health.value : undefined,
      problems: readProblems(seen),
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

/** Only that it drains is a promise of `/livez`; an older server says no more. */
function toDrain({ draining, drain }: Livez): DrainFacts | undefined {
  if (!draining) return undefined
  const { cancellable = true, deadline_at, resumes_at }: Partial<DrainState> = drain ?? {}
  return { cancellable, deadlineAt: toTime(deadline_at), resumesAt: toTime(resumes_at) }
}

function toLines(items: InFlightItem[], since: number): RequestLine[] {
  return items.slice(0, MAX_LINES).map(({ id, model, path, phase, age_ms, silent_ms = 0 }) => ({
    id,
    name: model === undefined ? path : shortModel(model),
    fullName: model ?? path,
    phase,
    ageMs: age_ms + since,
    silentMs: silent_ms + since,
  }))
}
