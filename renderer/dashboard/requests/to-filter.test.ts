import { expect, test } from 'vitest'
import type { RequestFilter } from '../../../shared/request-filter.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { isRouted, toAddress, toFilter } from './to-filter.ts'

const ROW: RequestSummary = {
  requestId: '00ab12',
  timestamp: '2026-11-21T12:00:00.000Z',
  method: 'POST',
  endpoint: '/v1/messages',
  model: 'claude-opus-4-5-20251101',
  sessionId: 'aaaa-bbbb',
  termination: { endedBy: 'upstream', phase: 'done' },
  statusCode: 200,
  responseTime: 1_200,
  timeToFirstByte: 300,
  stopReason: 'tool_use',
}

test('what an address says wrongly is left out', () => {
  expect(
    toFilter({ outcome: 'nonsense', from: 'yesterday', calls: 'me', q: '', in: 'heads', tab: 'raw' }),
  ).toEqual({})
})

test('an address becomes a filter', () => {
  const values = {
    outcome: 'failed',
    model: 'opus',
    session: 's',
    from: '2026-11-21T12:00:00Z',
    cache: 'missed',
    speed: 'slow',
    in: 'bodies',
  }
  const filter = {
    outcome: 'failed',
    model: 'opus',
    session: 's',
    start: '2026-11-21T12:00:00.000Z',
    missed: true,
    slow: true,
    in: 'bodies',
  } as const
  expect(toFilter(values)).toEqual(filter)
  expect(toAddress(filter)).toEqual({ ...values, from: filter.start })
  expect(toFilter(toAddress({}, 'all'))).toEqual({})
  // Given as undefined, a key is removed; left out, it stays.
  expect(toAddress({ in: undefined, model: undefined })).toEqual({ in: undefined, model: undefined })
  expect(Object.keys(toAddress({ in: undefined }))).toEqual(['in'])
  expect(toAddress({ model: 'opus' })).toEqual({ model: 'opus' })
})

test('every filter of the API has an address of its own', () => {
  const filter: Required<RequestFilter> = {
    model: 'opus',
    start: '2026-11-21T12:00:00.000Z',
    end: '2026-11-22T12:00:00.000Z',
    search: 'words',
    status: '4xx',
    outcome: 'ok',
    provider: 'local',
    session: 's',
    agent: 'a',
    project: '/home/me/app',
    conversation: 'c',
    kind: 'title',
    cacheReason: 'tools',
    errorType: 'api_error',
    stopReason: 'tool_use',
    routed: true,
    tool: 'edit',
    file: 'app.css',
    inProject: 'app',
    minDurationMs: 10,
    missed: true,
    slow: true,
  }
  expect(toFilter(toAddress(filter))).toEqual(filter)
})

test('everything that failed is a filter of its own', () => {
  expect(toFilter({ outcome: 'unsuccessful' })).toEqual({ outcome: 'unsuccessful' })
})

test('routed is what was sent to another model than it asked for', () => {
  expect(isRouted(ROW)).toBe(false)
  expect(isRouted({ ...ROW, routedModel: 'gpt-5' })).toBe(true)
  expect(isRouted({ ...ROW, routedModel: 'claude-opus-4-5-20251101' })).toBe(false)
})
