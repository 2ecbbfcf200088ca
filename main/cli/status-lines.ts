import type { Livez } from '../../shared/livez.ts'
import type { RateLimitsResponse } from '../../shared/rate-limit.ts'
import type { RequestSummary } from '../../shared/request-log.ts'
import { isConnection } from './say-connection.ts'
import { stateWord } from '../../shared/language/say-verdict.ts'

export interface StatusFacts {
  livez: Livez
  baseUrl: string
  /** Absent if the instance doesn't reveal it to this caller. */
  pid: number | undefined
  /** The connection of this terminal's Claude Code, as sentences. */
  connection: string
  claudeVersion: string | undefined
  limits: RateLimitsResponse['rateLimits']
  /** Null if none is logged, undefined if the request log can't be read. */
  lastFailure: RequestSummary | null | undefined
  /** Wall clock, in ms since 1970. */
  now: number
}

/** `signalbox status` as text: state, further findings, address, Claude Code, limits, last failure. Pure. */
export function statusLines(facts: StatusFacts): string[] {
  const { livez, baseUrl, pid, connection, claudeVersion, limits, lastFailure, now } = facts
  const process = pid === undefined ? '' : `, pid ${pid}`
  return [
    stateLine(livez, now),
    ...furtherLines(livez),
    `Address: ${baseUrl} (version ${livez.version}${process}, running for ${duration(livez.uptime_ms)})`,
    `Connection: ${connection}${claudeVersion === undefined ? '' : ` Version ${claudeVersion}.`}`,
    `Limits: ${limitsText(limits, now)}`,
    `Last failure: ${failureText(lastFailure, now)}`,
  ]
}

function stateLine({ verdict, draining, drain, in_flight: count }: Livez, now: number): string {
  const requests = `${count === 1 ? '1 request' : `${count} requests`} in flight.`
  const resumption = drain?.resumes_at === undefined ? '' : ` ${sayResumption(drain.resumes_at, now)}`
  if (verdict === undefined) return `${draining ? 'Draining' : 'Running'}: ${requests}${resumption}`
  const { state, reason } = verdict
  return `${stateWord(state, 'en')}: ${reason.sentence} ${requests}${resumption}`
}

/** Everything else that a user should know. The connection has a line of its own. */
function furtherLines({ verdict }: Livez): string[] {
  const others = verdict?.others.filter((one) => !isConnection(one)) ?? []
  return others.map(({ sentence }) => `Also: ${sentence}`)
}

function sayResumption(resumesAt: string, now: number): string {
  return `Resumes in ${timeLeft(Date.parse(resumesAt) - now)}.`
}

/** The limits of the organization in the newest response. */
function limitsText(limits: StatusFacts['limits'], now: number): string {
  const [newest] = limits.toSorted((a, b) => a.ageMs - b.ageMs)
  if (newest === undefined) return 'unknown until the first response.'
  const { rateLimit, ageMs } = newest
  const windows = [
    ['5 h', rateLimit.unifiedUtilization5h, rateLimit.unifiedReset5h],
    ['7 d', rateLimit.unifiedUtilization7d, rateLimit.unifiedReset7d],
  ] as const
  const known = windows.flatMap(([name, used, reset]) => {
    if (used === undefined) return []
    const left = reset === undefined ? Number.NaN : Number(reset) * 1000 - now
    // Once a window has ended, its values no longer apply.
    if (left <= 0) return [`${name} limit has reset`]
    return [
      `${name} ${Math.round(used * 100)} % used${Number.isNaN(left) ? '' : `, resets in ${timeLeft(left)}`}`,
    ]
  })
  const tokens =
    rateLimit.tokensRemaining === undefined ? [] : [`${rateLimit.tokensRemaining} tokens remaining`]
  const all = known.length > 0 ? known : tokens
  return all.length === 0 ? 'the upstream reports none.' : `${all.join('; ')} (${duration(ageMs)} ago).`
}

function failureText(request: StatusFacts['lastFailure'], now: number): string {
  if (request === undefined) return 'unknown, because the request log can’t be read.'
  if (request === null) return 'none logged.'
  const { statusCode, errorType, model, timestamp, requestId } = request
  const what = [statusCode, errorType].filter((part) => part !== undefined).join(' ') || 'no response'
  const of = model === undefined ? '' : `, ${model}`
  return `${what}${of}, ${duration(now - Date.parse(timestamp))} ago (request ${requestId}).`
}

/** To the nearest minute, or second within the last one, so that a limit set to 15 min reads "15 min" at first. */
function timeLeft(ms: number): string {
  const seconds = Math.round(Math.max(ms, 0) / 1000) * 1000
  return duration(seconds < 60_000 ? seconds : Math.round(seconds / 60_000) * 60_000)
}

/** `7_800_000` → `2 h 10 min` */
function duration(ms: number): string {
  const minutes = Math.floor(Math.max(ms, 0) / 60_000)
  if (minutes < 1) return `${Math.floor(Math.max(ms, 0) / 1000)} s`
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`
}
