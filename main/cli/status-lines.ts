import type { BudgetsResponse, BudgetStatus } from '../../shared/budgets.ts'
import { judgeLimits, type Limit } from '../../shared/judge-limits.ts'
import { limitName } from '../../shared/language/limit-name.ts'
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
  budgets: BudgetsResponse['budgets']
  /** Null if none is logged, undefined if the request log can't be read. */
  lastFailure: RequestSummary | null | undefined
  /** Wall clock, in ms since 1970. */
  now: number
}

/** `signalbox status` as text: state, further findings, address, Claude Code, limits, budgets if there are any, last failure. Pure. */
export function statusLines(facts: StatusFacts): string[] {
  const { livez, baseUrl, pid, connection, claudeVersion, limits, budgets, lastFailure, now } = facts
  const process = pid === undefined ? '' : `, pid ${pid}`
  return [
    stateLine(livez, now),
    ...furtherLines(livez),
    `Address: ${baseUrl} (version ${livez.version}${process}, running for ${duration(livez.uptime_ms)})`,
    `Connection: ${connection}${claudeVersion === undefined ? '' : ` Version ${claudeVersion}.`}`,
    `Limits: ${limitsText(limits, now)}`,
    ...(budgets.length === 0 ? [] : [`Budgets: ${budgets.map(budgetText).join('; ')}.`]),
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

/** The limits of the account with the newest response, the one that needs attention first at the start. */
function limitsText(snapshots: StatusFacts['limits'], now: number): string {
  const [newest] = snapshots.toSorted((a, b) => a.ageMs - b.ageMs)
  if (newest === undefined) return 'unknown until the first response.'
  const limits = judgeLimits(newest, now).filter(({ pool, isOver }) => !isOver || isSubscribed(pool))
  if (limits.length === 0) return 'the upstream reports none.'
  return `${limits.map((limit) => limitText(limit, now)).join('; ')}.`
}

function isSubscribed(pool: Limit['pool']): boolean {
  return pool === 'subscription' || pool === 'overage'
}

function limitText(limit: Limit, now: number): string {
  const { used, resetsAt, isOver, isReached, isRefused, pace, at, disabledReason } = limit
  const name = limitName(limit, 'en')
  // Once a window has ended, its values no longer apply.
  if (isOver) return `${name} limit has reset`
  const parts = [
    used === undefined ? undefined : `${Math.round(used * 100)} % used`,
    isReached ? 'reached' : undefined,
    isRefused && !isReached ? `not available${disabledReason ? ` (${disabledReason})` : ''}` : undefined,
    pace.kind === 'runs_out' ? `at this pace reached in ${timeLeft(pace.at - now)}` : undefined,
    resetsAt === undefined ? undefined : `resets in ${timeLeft(resetsAt - now)}`,
  ].filter((part) => part !== undefined)
  return `${name} ${parts.join(', ')} (${duration(now - at)} ago)`
}

const WHEN = { day: 'today', week: 'this week', month: 'this month' } as const

function budgetText({
  period,
  unit,
  amount,
  model,
  project,
  spent,
  isRefusing,
  hard,
  isReached,
}: BudgetStatus): string {
  const say = (value: number) => (unit === 'usd' ? `$${value.toFixed(2)}` : `${Math.round(value)} tokens`)
  const state = isRefusing ? ', refuses requests' : hard && isReached ? ', lifted for today' : ''
  const share = Math.floor((spent / amount) * 100)
  return `${say(spent)} of ${say(amount)} ${WHEN[period]}${model === undefined ? '' : ` for ${model}`}${project === undefined ? '' : ` in ${project}`} (${share} %${state})`
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
