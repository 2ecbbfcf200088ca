import { expect, test } from 'vitest'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { createApi } from '../../api/api.ts'
import { findPrevious } from './find-previous.ts'

const OTHER = { conversationHash: 'other' }

test('the newest earlier request of the same conversation and path is the turn before', async () => {
  const log = [row(9), row(8, OTHER), row(7, { endpoint: '/v1/messages/count_tokens' }), row(6), row(5)]
  expect((await findPrevious(apiOf(log), row(9)))?.requestId).toBe('6')
})

test('it is looked for page after page, and not for ever', async () => {
  const near = [row(9_000), ...Array.from({ length: 700 }, (_, index) => row(8_999 - index, OTHER)), row(1)]
  expect((await findPrevious(apiOf(near), row(9_000)))?.requestId).toBe('1')
  const far = [row(9_000), ...Array.from({ length: 4_000 }, (_, index) => row(8_999 - index, OTHER)), row(1)]
  expect(await findPrevious(apiOf(far), row(9_000))).toBeUndefined()
})

test('a request that belongs to nothing has no turn before', async () => {
  const { conversationHash: _, ...loose } = row(9)
  expect(await findPrevious(apiOf([row(8)]), loose)).toBeUndefined()
})

/** Pages as the server returns them, each with the cursor of the next. */
function apiOf(log: readonly RequestSummary[]) {
  const response = (path: string | URL | Request) => {
    const params = new URL(typeof path === 'string' ? path : '', 'http://x').searchParams
    const limit = Number(params.get('limit'))
    const from = Number(params.get('before') ?? 0)
    const requests = log.slice(from, from + limit)
    const next = from + limit < log.length ? { next: String(from + limit) } : {}
    return Promise.resolve(Response.json({ requests, total: log.length, offset: 0, limit, ...next }))
  }
  return createApi({ fetch: response })
}

function row(second: number, change: Partial<RequestSummary> = {}): RequestSummary {
  return {
    requestId: String(second),
    timestamp: new Date(Date.UTC(2026, 10, 21) + second * 1_000).toISOString(),
    method: 'POST',
    endpoint: '/v1/messages',
    conversationHash: 'this',
    ...change,
  }
}
