import { expect, it } from 'vitest'
import { DEFAULT_PRICES } from '../../../shared/prices.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { isNotable, toColumns, toTimeline } from './to-timeline.ts'

function row(at: number, more: Partial<RequestSummary> = {}): RequestSummary {
  return {
    requestId: `r${at}`,
    timestamp: new Date(Date.UTC(2026, 11, 1) + at * 1000).toISOString(),
    method: 'POST',
    endpoint: '/v1/messages',
    model: 'claude-opus-4-5',
    kind: 'main',
    statusCode: 200,
    termination: { endedBy: 'upstream', phase: 'done' },
    usage: { input_tokens: 100, output_tokens: 1000, cache_read_input_tokens: 900 },
    ...more,
  }
}

it('is oldest first, adds up the cost, and knows the context of the main agent only', () => {
  const points = toTimeline([row(2), row(1, { kind: 'subagent', agentId: 'x' }), row(0)], DEFAULT_PRICES)
  expect(points.map((point) => point.row.requestId)).toEqual(['r0', 'r1', 'r2'])
  expect(points.map(({ context }) => context)).toEqual([
    { tokens: 1000, cached: 900 },
    undefined,
    { tokens: 1000, cached: 900 },
  ])
  const each = points[0]?.cost ?? 0
  expect(each).toBeGreaterThan(0)
  expect(points.map(({ costSoFar }) => costSoFar)).toEqual(
    [each, each * 2, each * 3].map((sum) => expect.closeTo(sum, 9)),
  )
  expect(points.some(isNotable)).toBe(false)
})

it('notes failures, retries, compactions and cache misses', () => {
  const attempt = { provider: 'anthropic', startedMs: 0, durationMs: 5 }
  const notable = [
    row(1, { statusCode: 529, errorType: 'overloaded_error' }),
    row(2, { attempts: [attempt, attempt] as never }),
    row(3, { kind: 'compaction' }),
    row(4, { cacheReason: 'system', cacheMissedTokens: 12_000 }),
  ]
  const points = toTimeline(notable.toReversed(), undefined)
  expect(points.filter(isNotable)).toHaveLength(4)
  expect(
    points.map(({ isFailure, retries, isCompaction, missed }) => [isFailure, retries, isCompaction, missed]),
  ).toEqual([
    [true, 0, false, 0],
    [false, 1, false, 0],
    [false, 0, true, 0],
    [false, 0, false, 12_000],
  ])
})

it('puts many requests into few columns, and loses none of them', () => {
  const rows = Array.from({ length: 1000 }, (_, index) =>
    row(1000 - index, index % 10 === 0 ? { kind: 'subagent' } : {}),
  )
  const points = toTimeline(rows, undefined)
  const columns = toColumns(points, 160)
  expect(columns.length).toBeLessThanOrEqual(160)
  expect(columns.flatMap((column) => column.points)).toEqual(points)
  expect(columns.every(({ tokens }) => tokens === 1000)).toBe(true)
  expect(toColumns([], 160)).toEqual([])
})
