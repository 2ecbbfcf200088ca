import type { AnthropicUsage, RequestSummary } from '../../../shared/request-log.ts'
import { fromListRow } from '../../../shared/request-documents.ts'
import { usageLinesOf } from '../../../shared/request-usage.ts'

/** A question of the user with the requests that it caused. */
export interface TurnGroup {
  /** ID of its oldest request. */
  id: string
  /** Newest first. */
  rows: readonly RequestSummary[]
}

/**
 * Groups requests by turn: one begins where the user says something. Requests of sub-agents and calls beside the main
 * agent belong to the turn in which they began; those before the first turn, such as the title, to that one. Requests
 * without a session are turns of their own.
 *
 * @param rows newest first
 * @returns the turn with the newest request first
 */
export function groupTurns(rows: readonly RequestSummary[]): TurnGroup[] {
  const turns: RequestSummary[][] = []
  const current = new Map<string, RequestSummary[]>()
  for (const row of rows.toReversed()) {
    const { sessionId } = row
    const turn = sessionId === undefined ? undefined : current.get(sessionId)
    if (turn === undefined || (beginsTurn(row) && turn.some(isMain))) {
      const next = [row]
      turns.push(next)
      if (sessionId !== undefined) current.set(sessionId, next)
    } else turn.push(row)
  }
  return turns
    .map((turn) => ({ id: turn[0]?.requestId ?? '', rows: turn.toReversed() }))
    .toSorted((a, b) => timeOf(b) - timeOf(a))
}

function isMain({ kind }: RequestSummary): boolean {
  return kind === undefined || kind === 'main'
}

function beginsTurn(row: RequestSummary): boolean {
  return isMain(row) && row.asked !== undefined
}

function timeOf({ rows }: TurnGroup): number {
  return Date.parse(rows[0]?.timestamp ?? '')
}

/**
 * A turn as a row of the list: the user's words, then what its newest request of the main agent did, with the turn's
 * sums. Opens that request, whose conversation shows the whole turn.
 */
export function turnRow({ rows }: TurnGroup): RequestSummary | undefined {
  const shown = rows.find(({ termination }) => termination === undefined) ?? rows.find(isMain) ?? rows[0]
  if (shown === undefined) return undefined
  const asked = rows.findLast(beginsTurn)?.asked ?? shown.asked
  const usageLines = rows.flatMap((row) => usageLinesOf(fromListRow(row)))
  const usage = sumUsage(rows)
  const durationMs = durationOf(rows)
  return {
    ...shown,
    ...(asked !== undefined && { asked }),
    ...(usage && { usage, usageLines }),
    ...(durationMs !== undefined && { responseTime: durationMs }),
  }
}

const COUNTS = [
  'input_tokens',
  'output_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const

function sumUsage(rows: readonly RequestSummary[]): AnthropicUsage | undefined {
  const known = rows.flatMap(({ usage }) => usage ?? [])
  if (known.length === 0) return undefined
  return Object.fromEntries(
    COUNTS.map((name) => [name, known.reduce((sum, usage) => sum + (usage[name] ?? 0), 0)]),
  )
}

/** From the start of the first request to the end of the last one, in ms. Undefined while one is in flight. */
function durationOf(rows: readonly RequestSummary[]): number | undefined {
  if (rows.some(({ termination }) => termination === undefined)) return undefined
  const starts = rows.map(({ timestamp }) => Date.parse(timestamp))
  const ends = rows.map(({ timestamp, responseTime = 0 }) => Date.parse(timestamp) + responseTime)
  return Math.max(...ends) - Math.min(...starts)
}
