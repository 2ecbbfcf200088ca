import { expect, test } from 'vitest'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { toLastError } from './to-last-error.ts'

const NOW = Date.parse('2026-11-20T12:00:00.000Z')
const MINUTE = 60_000

function ended(agoMs: number, change: Partial<RequestSummary> = {}): RequestSummary {
  return {
    requestId: `r-${agoMs}`,
    timestamp: new Date(NOW - agoMs).toISOString(),
    method: 'POST',
    endpoint: '/v1/messages',
    statusCode: 200,
    responseTime: 0,
    termination: { endedBy: 'upstream', phase: 'done' },
    ...change,
  }
}

test('names the newest failure, not the newest request', () => {
  const error = toLastError(
    [
      ended(0),
      ended(2 * MINUTE, { statusCode: 529, errorType: 'overloaded_error' }),
      ended(3 * MINUTE, { statusCode: 500 }),
    ],
    NOW,
  )
  expect(error).toMatchObject({ requestId: 'r-120000', word: '529 overloaded', at: NOW - 2 * MINUTE })
})

test('counts the quarter of an hour from the end of the request', () => {
  const long = ended(20 * MINUTE, { statusCode: 500, responseTime: 6 * MINUTE })
  expect(toLastError([long], NOW)).toMatchObject({ word: '500', at: NOW - 14 * MINUTE })
  expect(toLastError([long], NOW + MINUTE)).toBeUndefined()
})

test('a request that is in flight is no error', () => {
  const { termination: _, ...open } = ended(0, { statusCode: 500 })
  expect(toLastError([open], NOW)).toBeUndefined()
})

test.each<[string, Partial<RequestSummary>]>([
  ['a whole answer', {}],
  ['a client that hung up', { termination: { endedBy: 'client', phase: 'body' } }],
  ['a shutdown', { termination: { endedBy: 'shutdown', phase: 'body' } }],
])('%s is no error', (_name, change) => {
  expect(toLastError([ended(0, change)], NOW)).toBeUndefined()
})

test.each<[Partial<RequestSummary>, string]>([
  [{ termination: { endedBy: 'upstream', phase: 'body' } }, 'upstream disconnected'],
  [{ termination: { endedBy: 'crash', phase: 'wait' } }, 'Signalbox crashed'],
  [{ errorType: 'api_error' }, 'server error'],
])('%j is told as “%s”', (change, word) => {
  expect(toLastError([ended(0, change)], NOW)?.word).toBe(word)
})
