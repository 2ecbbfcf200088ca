import { expect, it } from 'vitest'
import type { RequestSummary } from '../../shared/request-log.ts'
import { findLastFailure } from './find-last-failure.ts'

const row = (errorType: string): RequestSummary => ({
  requestId: errorType,
  timestamp: '2026-11-21T09:57:00Z',
  method: 'POST',
  endpoint: '/v1/messages',
  statusCode: 503,
  errorType,
})

/** A log with these failures, newest first. */
function logOf(rows: readonly RequestSummary[]) {
  const paths: string[] = []
  const ask: Parameters<typeof findLastFailure>[0] = async (path) => {
    paths.push(path)
    const query = new URL(path, 'http://x').searchParams
    const limit = Number(query.get('limit'))
    const offset = Number(query.get('before') ?? 0)
    const end = offset + limit
    const page = { requests: rows.slice(offset, end), total: rows.length, offset, limit }
    return { kind: 'response', body: end < rows.length ? { ...page, next: String(end) } : page }
  }
  return { ask, paths }
}

it('asks for one row where the newest failure is one', async () => {
  const { ask, paths } = logOf([row('overloaded_error'), row('api_error')])
  expect(await findLastFailure(ask)).toEqual(row('overloaded_error'))
  expect(paths).toEqual(['/api/requests/summary?status=error&limit=1'])
})

it('looks past the refusals of a drain, however many', async () => {
  const refusals = Array.from({ length: 1200 }, () => row('draining'))
  const { ask, paths } = logOf([...refusals, row('api_error')])
  expect(await findLastFailure(ask)).toEqual(row('api_error'))
  expect(paths).toHaveLength(4)
  expect(await findLastFailure(logOf(refusals).ask)).toBeNull()
})

it('tells an empty log from one that cannot be read', async () => {
  expect(await findLastFailure(logOf([]).ask)).toBeNull()
  expect(await findLastFailure(async () => ({ kind: 'refused', error: '' }))).toBeUndefined()
})
