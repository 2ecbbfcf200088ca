import type { PriceTable } from '../../../shared/prices.ts'
import { fromListRow } from '../../../shared/request-documents.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { requestCost } from '../../../shared/request-usage.ts'
import { toOutcome } from '../requests/to-outcome.ts'
import { toTokens } from '../requests/to-tokens.ts'

/** A request of a session, as far as its timeline shows it. */
export interface TimelinePoint {
  row: RequestSummary
  /** Start, in ms since the epoch. */
  at: number
  /** Input tokens of the main agent, and the part that was read from the cache. Undefined for other requests. */
  context: { tokens: number; cached: number } | undefined
  /** Estimated cost in US dollars of this request, and of all until here; without those of no known price. */
  cost: number
  costSoFar: number
  isCompaction: boolean
  isFailure: boolean
  /** Attempts beyond the first. */
  retries: number
  /** Tokens that were expected in the cache, but not read from there. */
  missed: number
}

/** Oldest first. */
export function toTimeline(rows: readonly RequestSummary[], prices: PriceTable | undefined): TimelinePoint[] {
  let costSoFar = 0
  return rows.toReversed().map((row) => {
    const tokens = toTokens(row.usage)
    const isOwn = row.kind === 'main' && row.agentId === undefined
    const cost = (prices && row.usage && requestCost(fromListRow(row), prices)) ?? 0
    costSoFar += cost
    const { tone } = toOutcome(row)
    return {
      row,
      at: Date.parse(row.timestamp),
      context: isOwn && tokens !== undefined ? { tokens: tokens.input, cached: tokens.cacheRead } : undefined,
      cost,
      costSoFar,
      isCompaction: row.kind === 'compaction',
      isFailure: tone === 'error' || tone === 'warning',
      retries: Math.max(0, (row.attempts?.length ?? 1) - 1),
      missed: row.cacheMissedTokens ?? 0,
    }
  })
}

/** Points that a reader looks for: failures, retries, compactions and cache misses. */
export function isNotable({ isFailure, retries, isCompaction, missed }: TimelinePoint): boolean {
  return isFailure || retries > 0 || isCompaction || missed > 0
}

export interface Column {
  points: readonly TimelinePoint[]
  /** Of the largest context among them. */
  tokens: number
  cached: number
}

/** At most `count` columns of consecutive requests, so that a long session still fits. */
export function toColumns(points: readonly TimelinePoint[], count: number): Column[] {
  // A request without a context stands with the one before it.
  const groups: TimelinePoint[][] = []
  for (const point of points) {
    const last = groups.at(-1)
    if (point.context === undefined && last !== undefined) last.push(point)
    else groups.push([point])
  }
  const each = Math.ceil(groups.length / count)
  const columns: Column[] = []
  for (let at = 0; at < groups.length; at += each) {
    const some = groups.slice(at, at + each).flat()
    const largest = some.reduce<TimelinePoint['context']>(
      (most, { context }) => ((context?.tokens ?? -1) > (most?.tokens ?? -1) ? context : most),
      undefined,
    )
    columns.push({ points: some, tokens: largest?.tokens ?? 0, cached: largest?.cached ?? 0 })
  }
  return columns
}
