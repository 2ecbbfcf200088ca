import { expect, test } from 'vitest'
import { isApiResponse, mediaType } from './is-api-response.ts'

const PAGE = '<!DOCTYPE html><html>Sign in to this network</html>'

test.each<[type: string | undefined, body: string | undefined, isApi: boolean]>([
  ['application/json', '{"type":"message"}', true],
  ['Application/JSON; charset=utf-8', '{"type":"message"}', true],
  ['application/vnd.api+json', undefined, true],
  ['text/event-stream; charset=utf-8', 'event: message_start', true],
  ['text/plain', 'event: message_start\ndata: {}', true],
  ['text/plain', ': ping\n\n', true],
  ['text/plain', '  {"type":"message"}', true],
  [undefined, '{"type":"message"}', true],
  [undefined, undefined, true],
  ['text/html; charset=utf-8', PAGE, false],
  ['TEXT/HTML', PAGE, false],
  ['text/html', undefined, false],
  ['text/plain', 'OK', false],
  ['application/jsonp', 'x({})', false],
  ['application/octet-stream', '\u001F\u008B', false],
  [undefined, PAGE, false],
])('%s: %j', (type, body, isApi) => {
  const headers = type === undefined ? [] : ['Content-Type', type]
  expect(isApiResponse(headers, body === undefined ? undefined : Buffer.from(body, 'latin1'))).toBe(isApi)
})

test('a type is told without its parameters, and no longer than a sentence can bear', () => {
  expect(mediaType(['content-type', ' Text/HTML ; charset=utf-8'])).toBe('text/html')
  expect(mediaType(['content-type', 'x'.repeat(9_000)])).toHaveLength(60)
  expect(mediaType(['content-type', ';'])).toBeUndefined()
  expect(mediaType([])).toBeUndefined()
})
