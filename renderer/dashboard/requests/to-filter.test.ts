import { expect, test } from 'vitest'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { needsScan, toFilter, toTest } from './to-filter.ts'

const ROW: RequestSummary = {
  requestId: '00ab12',
  timestamp: '2026-11-21T12:00:00.000Z',
  method: 'POST',
  endpoint: '/v1/messages',
  model: 'claude-opus-4-5-20251101',
  sessionId: 'aaaa-bbbb',
  termination: { who: 'upstream', phase: 'done' },
  statusCode: 200,
  responseTime: 1_200,
  timeToFirstByte: 300,
  stopReason: 'tool_use',
}

test('what an address says wrongly is left out', () => {
  expect(toFilter({ outcome: 'nonsense', from: 'yesterday', calls: 'me', q: '', tab: 'raw' })).toEqual({})
})

test('an address becomes a filter', () => {
  const values = {
    outcome: 'failed',
    model: 'opus',
    session: 's',
    from: '2026-11-21T12:00:00Z',
    speed: 'slow',
  }
  expect(toFilter(values)).toEqual({ ...values, from: '2026-11-21T12:00:00.000Z' })
})

test('only what the server does not know asks for a look at the rows', () => {
  expect(needsScan(toFilter({}))).toBe(false)
  expect(needsScan(toFilter({ model: 'opus', from: '2026-11-21' }))).toBe(false)
  expect(needsScan(toFilter({ session: 's' }))).toBe(true)
})

test.each([
  [{}, true],
  [{ q: 'OPUS bbbb' }, true],
  [{ q: 'opus gpt' }, false],
  [{ q: '00ab' }, true],
  [{ outcome: 'ok' }, true],
  [{ outcome: 'failed' }, false],
  [{ session: 'aaaa-bbbb' }, true],
  [{ session: 'aaaa' }, false],
  [{ calls: 'tool' }, true],
  [{ routed: 'yes' }, false],
  [{ speed: 'slow' }, false],
  [{ error: 'overloaded_error' }, false],
] as const)('%j lets the row pass: %s', (values, passes) => {
  expect(toTest(toFilter(values))(ROW)).toBe(passes)
})

test('a request is slow by its first byte or by its last', () => {
  const slow = toTest(toFilter({ speed: 'slow' }))
  expect(slow({ ...ROW, timeToFirstByte: 10_000 })).toBe(true)
  expect(slow({ ...ROW, responseTime: 60_000 })).toBe(true)
})

test('routed is what was sent to another model than it asked for', () => {
  const routed = toTest(toFilter({ routed: 'yes' }))
  expect(routed({ ...ROW, routedModel: 'gpt-5' })).toBe(true)
  expect(routed({ ...ROW, routedModel: 'claude-opus-4-5-20251101' })).toBe(false)
})
