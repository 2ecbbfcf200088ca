import type { AppInfo } from '../../shared/ipc.ts'
import type { DrainState, InFlightItem, Livez } from '../../shared/livez.ts'
import { toTime } from '../api/to-time.ts'
import { shortModel } from '../ui/short-model.ts'
import type { CheckLine } from './checks/check-line.ts'
import { toCheckLines } from './checks/to-check-lines.ts'
import type { Observed } from './observed.ts'
import { type Link, readLink, readProblems, readVerdict, type ShownVerdict } from './read-verdict.ts'

/** One row of the list of requests in flight. */
interface RequestLine {
  id: string
  name: string
  /** The full form of `name`. */
  fullName: string
  /** Id of the Claude Code session. */
  session: string | undefined
  phase: InFlightItem['phase']
  ageMs: number
  /** Time since the last byte. */
  silentMs: number
}

interface DrainFacts {
  cancellable: boolean
  deadlineAt: number | undefined
  resumesAt: number | undefined
}

/** Content of the window. Durations in ms, times in ms since the epoch. */
export interface View {
  verdict: ShownVerdict
  link: Link
  /** The shell's report of the server: why it is not running, and possible actions. Undefined in a browser. */
  server: AppInfo['server'] | undefined
  /** The current drain. Times in ms since the epoch. */
  drain: DrainFacts | undefined
  /** Age of the shown values, if older than the poll interval allows. Undefined while fresh. */
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

/** Polls run every second with a timeout of two seconds; anything older missed a poll. */
const FRESH_MS = 3_500
const MAX_LINES = 5

/** Derives the whole view from an observation. Pure: equal observations give equal views. */
export function toView(seen: Observed): View {
  const { now, app, livez, status } = seen
  const alive = livez.value
  const age = livez.at === undefined ? 0 : now - livez.at
  const link = readLink(seen)
  const staleMs = age > FRESH_MS || link === 'silent' ? age : undefined
  // Fresh durations advance between polls; stale ones stay as received.
  const since = (at: number | undefined) =>
    staleMs === undefined && at !== undefined ? Math.max(0, now - at) : 0
  const inFlight = alive?.in_flight ?? 0
  return {
    verdict: readVerdict(seen, staleMs),
    link,
    server: app?.server,
    drain: alive && toDrain(alive),
    staleMs,
    baseUrl: toBaseUrl(seen),
    checks: toChecks(seen),
    version: alive?.version ?? app?.version,
    ...toDurations(livez, since(livez.at)),
    inFlight,
    ...toRequests(status, inFlight, since(status.at)),
    lastRequestAt: toTime(status.value?.last_request_at),
  }
}

function toBaseUrl({ app, status }: Observed): string | undefined {
  return app?.server.state === 'running' ? app.server.baseUrl : status.value?.base_url
}

function toChecks(seen: Observed): CheckLine[] {
  const { now, health, status } = seen
  return toCheckLines({
    // The shell's report of a failed start has no checks.
    document: health.value && !('error' in health.value) ? health.value : undefined,
    problems: readProblems(seen),
    at: health.at ?? now,
    now,
    upstream: status.value?.upstream,
  })
}

/** @param since Time since `/livez` answered, in ms, by which its durations have grown. */
function toDurations(
  { value: alive, at }: Observed['livez'],
  since: number,
): Pick<View, 'startedAt' | 'uptimeMs' | 'oldestMs'> {
  return {
    startedAt: alive && at !== undefined ? at - alive.uptime_ms : undefined,
    uptimeMs: alive && alive.uptime_ms + since,
    oldestMs: alive?.oldest_ms === undefined ? undefined : alive.oldest_ms + since,
  }
}

/** Only `draining` is guaranteed in `/livez`; older servers send no details. */
function toDrain({ draining, drain }: Livez): DrainFacts | undefined {
  if (!draining) return undefined
  const { cancellable = true, deadline_at, resumes_at }: Partial<DrainState> = drain ?? {}
  return { cancellable, deadlineAt: toTime(deadline_at), resumesAt: toTime(resumes_at) }
}

function toRequests(
  { value }: Observed['status'],
  inFlight: number,
  since: number,
): Pick<View, 'requests' | 'more'> {
  const requests = inFlight === 0 ? [] : toLines(value?.in_flight ?? [], since)
  return { requests, more: Math.max(0, requests.length && inFlight - requests.length) }
}

function toLines(items: InFlightItem[], since: number): RequestLine[] {
  return items.slice(0, MAX_LINES).map(({ id, model, path, session, phase, age_ms, silent_ms = 0 }) => ({
    id,
    session,
    name: model === undefined ? path : shortModel(model),
    fullName: model ?? path,
    phase,
    ageMs: age_ms + since,
    silentMs: silent_ms + since,
  }))
}
