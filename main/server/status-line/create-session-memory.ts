import { costOf } from '../../../shared/cost-of.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import { usageLines } from '../../base/anthropic/usage-lines.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import { createNewestReports, type NewestReports } from '../requests/newest-reports.ts'
import { cacheShare, type LimitWindow, toResetTime } from './read-status-input.ts'

/** The last response to a session's main agent. */
export interface LastTurn {
  /** The model that responded. */
  model: string
  isRouted: boolean
  provider: string | undefined
  /** Input read from the cache, 0–1. */
  cache: number | undefined
}

/** Recent sessions, as the status line shows them. Everything is in memory and bounded. */
export interface SessionMemory {
  /** On the request path: a few microseconds. */
  finished: (request: FinishedRequest) => void
  /** The last turn that asked for this model; without a model, the last turn of all. */
  lastTurn: (session: string, model: string | undefined) => LastTurn | undefined
  /**
   * Estimated cost of the session in US dollars.
   *
   * @param told Claude Code's own figure. What it counted before the first request seen here is added.
   * @returns undefined if neither is known, or if a model that ran has no price
   */
  cost: (
    session: string,
    question: { told: number | undefined; prices: PriceTable; at: number },
  ) => number | undefined
  /** The limits that the session's responses reported, each with its newest value. */
  limits: (session: string) => readonly LimitWindow[]
}

interface Session {
  /** By the requested model. */
  turns: Map<string, LastTurn>
  /** Sums by model and price. */
  usage: Map<string, UsageLine>
  limits: Map<string, LimitWindow>
  /** Responses whose limits are not in `limits` yet: they are read when the status line asks. */
  reports: NewestReports
  /** Cost before the first request seen here; undefined until Claude Code has reported its figure. */
  earlier: number | undefined
}

const MAX_SESSIONS = 200
/** Models and windows per session; real sessions have two or three. */
const MAX_ENTRIES = 32

export function createSessionMemory(): SessionMemory {
  /** The least recently used session is first. */
  const sessions = new Map<string, Session>()
  /**
   * Claude Code's figure before the first request, by session. Apart, because anyone on this machine may ask for a line,
   * with any ID: that must not push out sessions that sent requests.
   */
  const earlierCosts = new Map<string, number>()

  function sessionOf(id: string): Session {
    const session = sessions.get(id) ?? {
      turns: new Map(),
      usage: new Map(),
      limits: new Map(),
      reports: createNewestReports(),
      earlier: earlierCosts.get(id),
    }
    earlierCosts.delete(id)
    sessions.delete(id)
    sessions.set(id, session)
    if (sessions.size > MAX_SESSIONS) dropFirst(sessions)
    return session
  }

  return {
    finished(request) {
      const { session: id, responseHeaders, usage } = request
      if (id === undefined) return
      const reports = responseHeaders !== undefined && hasLimits(responseHeaders)
      if (usage === undefined && !reports) return
      const session = sessionOf(id)
      if (reports && !session.reports.add(responseHeaders, 0)) readReports(session)
      if (usage === undefined || request.template !== '/v1/messages') return
      const { model: asked = 'unknown', servedModel = asked, isLocal, provider, isAgent } = request
      for (const line of usageLines(usage, { model: servedModel, isLocal })) addUsage(session.usage, line)
      if (isAgent) return
      const turn = { model: servedModel, isRouted: servedModel !== asked, provider, cache: cacheShare(usage) }
      put(session.turns, asked, turn)
    },
    lastTurn(id, model) {
      const turns = sessions.get(id)?.turns
      if (turns === undefined) return undefined
      return model === undefined ? [...turns.values()].at(-1) : turns.get(model)
    },
    cost(id, { told, prices, at }) {
      if (!sessions.has(id)) {
        if (told !== undefined && !earlierCosts.has(id)) earlierCosts.set(id, told)
        if (earlierCosts.size > MAX_SESSIONS) dropFirst(earlierCosts)
        return told
      }
      const session = sessionOf(id)
      let total = 0
      for (const line of session.usage.values()) {
        const cost = costOf(line, prices, at)
        if (cost === undefined) return undefined
        total += cost
      }
      if (told !== undefined) session.earlier ??= Math.max(0, told - total)
      if (session.usage.size === 0) return told
      return total + (session.earlier ?? 0)
    },
    limits(id) {
      const session = sessions.get(id)
      if (session === undefined) return []
      readReports(session)
      return [...session.limits.values()]
    },
  }
}

function readReports({ limits, reports }: Session): void {
  for (const { headers } of reports.take())
    for (const window of readLimitHeaders(headers)) put(limits, window.name, window)
}

function addUsage(usage: Map<string, UsageLine>, line: UsageLine): void {
  const key = `${line.model} ${line.priceMarks ?? ''}`
  const sum = usage.get(key)
  if (sum === undefined) {
    // A client that invents models only loses its own cost.
    if (usage.size < MAX_ENTRIES) usage.set(key, { ...line })
    return
  }
  sum.inputTokens += line.inputTokens
  sum.outputTokens += line.outputTokens
  sum.cacheCreationTokens += line.cacheCreationTokens
  sum.cacheCreation1hTokens += line.cacheCreation1hTokens
  sum.cacheReadTokens += line.cacheReadTokens
  sum.webSearchRequests += line.webSearchRequests
}

/** Sets the newest entry of a bounded map, in order of age. */
function put<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > MAX_ENTRIES) dropFirst(map)
}

function dropFirst(map: Map<string, unknown>): void {
  const first = map.keys().next()
  if (!first.done) map.delete(first.value)
}

const UNIFIED = 'anthropic-ratelimit-unified-'
const UTILIZATION = '-utilization'

/**
 * The windows of a response by their names, known or not: `…-unified-7d_opus-utilization` → `7d_opus`.
 *
 * @param raw flat `[name, value, …]`
 */
function readLimitHeaders(raw: readonly string[]): LimitWindow[] {
  const windows: LimitWindow[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = windowOf(raw[i] ?? '')
    if (name === undefined) continue
    const used = Number(raw[i + 1])
    if (!(used >= 0 && used <= 100)) continue
    windows.push({ name, used, resetsAt: resetOf(raw, name) })
  }
  return windows
}

function hasLimits(raw: readonly string[]): boolean {
  for (let i = 0; i + 1 < raw.length; i += 2) if (windowOf(raw[i] ?? '') !== undefined) return true
  return false
}

function windowOf(header: string): string | undefined {
  // Most headers have another length; comparing it first avoids a lower-case copy of each.
  if (header.length <= UNIFIED.length + UTILIZATION.length || header.length > 80) return undefined
  const name = header.toLowerCase()
  if (!name.startsWith(UNIFIED) || !name.endsWith(UTILIZATION)) return undefined
  const window = name.slice(UNIFIED.length, -UTILIZATION.length)
  return window === 'overage' ? undefined : window
}

function resetOf(raw: readonly string[], window: string): number | undefined {
  const header = `${UNIFIED}${window}-reset`
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? ''
    if (name.length !== header.length || name.toLowerCase() !== header) continue
    return toResetTime(Number(raw[i + 1]))
  }
  return undefined
}
