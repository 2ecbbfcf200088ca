import { errorReply } from '../error-reply.ts'
import type { Script } from '../start-fake-upstream.ts'
import { onMessages } from './on-messages.ts'

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

/** Complete, well-formed responses other than the requested one. */
export const STATUSES = {
  'bad-request': onMessages(errorReply(400, 'invalid_request_error')),
  unauthorized: onMessages(errorReply(401, 'authentication_error')),
  'rate-limited': onMessages(errorReply(429, 'rate_limit_error', { 'retry-after': '1' })),
  'rate-limited-for-good': onMessages(errorReply(429, 'rate_limit_error', { 'x-should-retry': 'false' })),
  'internal-error': onMessages(errorReply(500, 'api_error')),
  'internal-error-odd-json': onMessages({ kind: 'http', status: 500, body: '{"error":"boom"}' }),
  'bad-gateway-html': onMessages({
    kind: 'http',
    status: 502,
    body: HTML,
    headers: { 'content-type': 'text/html' },
  }),
  unavailable: onMessages(errorReply(503, 'api_error')),
  overloaded: onMessages(errorReply(529, 'overloaded_error')),
  redirect: onMessages({ kind: 'http', status: 307, body: '', headers: { location: '/v1/elsewhere' } }),
} satisfies Record<string, Script>
