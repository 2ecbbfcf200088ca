import { expect, test } from 'vitest'
import type { RequestLog } from '../../../../shared/request-log.ts'
import { findPlace } from './find-place.ts'
import { sayHelp } from './say-help.ts'

function failed(statusCode: number, more: Partial<RequestLog> = {}, response: object = {}): RequestLog {
  return {
    requestId: 'r',
    timestamp: '2026-12-01T00:00:00.000Z',
    method: 'POST',
    endpoint: '/v1/messages',
    termination: { endedBy: 'upstream', phase: 'done' },
    ...more,
    response: { statusCode, ...response },
  }
}

test.each([
  [400, 'doesn’t send it again'],
  [401, '/login'],
  [403, 'may not use'],
  [404, 'Check the model'],
  [408, 'sends it again'],
  [429, 'names no limit'],
  [500, 'status.claude.com'],
  [529, 'overloaded for everyone'],
  [418, 'doesn’t send it again'],
])('%i: %s', (status, words) => {
  expect(sayHelp(failed(status), undefined).join(' ')).toContain(words)
})

test('says nothing of a response that is no error, or is Signalbox’s own', () => {
  expect(sayHelp(failed(200), undefined)).toEqual([])
  expect(sayHelp(failed(503, { termination: { endedBy: 'proxy', phase: 'done' } }), undefined)).toEqual([])
})

test('believes the response’s own word about sending again', () => {
  expect(sayHelp(failed(529, {}, { headers: { 'x-should-retry': ['false'] } }), undefined).at(-1)).toContain(
    'doesn’t',
  )
  expect(
    sayHelp(failed(400, {}, { headers: { 'x-should-retry': ['true'] } }), undefined).at(-1),
  ).not.toContain('doesn’t')
})

test('429 names the window that is used up, or the fullest one', () => {
  const windows = [
    { pool: 'subscription', name: '5h', used: 0.4 },
    { pool: 'subscription', name: '7d_oi', used: 1, status: 'rejected', resetsAt: '2026-12-02T00:00:00Z' },
  ]
  expect(sayHelp(failed(429, {}, { rateLimit: { windows } }), undefined)[0]).toContain(
    '“7d_oi” is used up until',
  )
  const open = windows.map(({ status: _status, ...window }) => ({ ...window, used: window.used / 2 }))
  expect(sayHelp(failed(429, {}, { rateLimit: { windows: open } }), undefined)[0]).toContain(
    '“7d_oi”, 50 % used',
  )
})

test('413 names the largest part', () => {
  const body = { messages: [{ role: 'user', content: 'x'.repeat(2_000_000) }], system: 'short' }
  expect(sayHelp(failed(413, { body }), undefined)[1]).toContain('2.0 MB')
})

test('a prompt that is too long is told apart from other refusals', () => {
  expect(sayHelp(failed(400), 'prompt is too long: 210000 tokens > 200000')[0]).toContain('/compact')
  expect(sayHelp(failed(400), 'messages: field required')[0]).toContain('refused the content')
})

const BODY = {
  max_tokens: 1,
  messages: [{ role: 'user', content: [{ type: 'image', source: { data: 'x' } }] }],
}

test.each([
  ['messages.0.content.0.image.source.base64: invalid', '/messages/0/content/0'],
  ['messages.0.content.0.source.data: invalid', '/messages/0/content/0/source/data'],
  ['max_tokens: 1 is too small', '/max_tokens'],
  ['tools.3.name: invalid', undefined],
  ['Something else went wrong', undefined],
  ['constructor.name: x', undefined],
])('%s', (message, path) => {
  expect(findPlace(message, BODY)?.path).toBe(path)
})
