import { expect, test } from 'vitest'
import { DEFAULT_PRICES } from '../../../shared/prices.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { sumMisses } from './sum-misses.ts'

function miss(
  cacheReason: RequestSummary['cacheReason'],
  cacheMissedTokens: number,
  model = 'claude-opus-4-5',
): RequestSummary {
  return {
    requestId: 'r',
    timestamp: '2026-12-01T00:00:00.000Z',
    method: 'POST',
    endpoint: '/v1/messages',
    model,
    termination: { endedBy: 'upstream', phase: 'done' },
    usage: { input_tokens: 0, output_tokens: 9, cache_creation_input_tokens: 1_000_000 },
    ...(cacheReason !== undefined && { cacheReason, cacheMissedTokens }),
  }
}

test('sums misses by reason, the most expensive first', () => {
  const rows = [miss('ttl_5m', 10), miss('tools', 1_000_000), miss('ttl_5m', 20), miss(undefined, 0)]
  const [tools, ttl, ...others] = sumMisses(rows, DEFAULT_PRICES)
  // Written for $6.25 instead of read for $0.50.
  expect(tools).toEqual({ reason: 'tools', requests: 1, tokens: 1_000_000, cost: 5.75 })
  expect(ttl).toMatchObject({ reason: 'ttl_5m', requests: 2, tokens: 30 })
  expect(others).toEqual([])
})

test('counts misses of a model without a price', () => {
  expect(sumMisses([miss('model', 100, 'unknown-model')], DEFAULT_PRICES)).toEqual([
    { reason: 'model', requests: 1, tokens: 100, cost: 0 },
  ])
})
