import { expect, test } from 'vitest'
import { classifyAttempts, classifyRequest, type EndedExchange } from './classify-request.ts'

const OK: EndedExchange = { status: 200, endedBy: 'upstream', fromUpstream: true, error: undefined }
const failed = (error: string, cause?: string): Partial<EndedExchange> => ({
  status: 502,
  endedBy: 'proxy',
  fromUpstream: false,
  error,
  cause,
})

test.each<[string, Partial<EndedExchange>, string | undefined]>([
  ['a response', {}, 'ok'],
  ['a redirect that the client gets', { status: 304 }, 'ok'],
  ['no listener', failed('upstream_unreachable', 'ECONNREFUSED'), 'unreachable'],
  ['no connection in time', failed('upstream_unreachable', 'UND_ERR_CONNECT_TIMEOUT'), 'unreachable'],
  ['a connection that is dropped at once', failed('upstream_unreachable', 'ECONNRESET'), 'broken'],
  ['no such name', failed('upstream_unreachable', 'ENOTFOUND'), 'dns'],
  ['no network', failed('upstream_unreachable', 'EAI_AGAIN'), 'dns'],
  ['an expired certificate', failed('upstream_unreachable', 'CERT_HAS_EXPIRED'), 'tls'],
  ['an untrusted certificate', failed('upstream_untrusted', 'SELF_SIGNED_CERT_IN_CHAIN'), 'tls'],
  ['no TLS there', failed('upstream_unreachable', 'ERR_SSL_WRONG_VERSION_NUMBER'), 'tls'],
  ['a provider that is away', failed('provider_unreachable', 'ECONNREFUSED'), 'unreachable'],
  ['a provider without a name', failed('provider_unreachable', 'ENOTFOUND'), 'dns'],
  ['no outbound proxy', failed('outbound_proxy_failed', 'ECONNREFUSED'), 'outbound_proxy'],
  ['a proxy that wants a password', failed('outbound_proxy_auth', 'CONNECT_407'), 'outbound_proxy'],
  ['no headers in time', failed('upstream_timeout'), 'timeout'],
  ['a cut connection', failed('upstream_broke', 'ECONNRESET'), 'broken'],
  ['a cut stream', { ...failed('stream_ended_early'), fromUpstream: true, status: 200 }, 'broken'],
  [
    "a gateway's page",
    {
      error: 'response_not_api',
      cause: 'text/html',
      fromUpstream: true,
      responseHeaders: ['content-type', 'text/html'],
      responseBytes: 9,
    },
    'foreign',
  ],
  [
    'a page instead of a count',
    { responseHeaders: ['content-type', 'text/html'], responseBytes: 9 },
    'responded',
  ],
  ['a page without a body', { responseHeaders: ['content-type', 'text/html'], responseBytes: 0 }, 'ok'],
  ['a count', { responseHeaders: ['content-type', 'application/json'], responseBytes: 9 }, 'ok'],
  ['a provider that was not asked', failed('circuit_open'), 'suspended'],
  ['our own limit', { ...failed('rate_limited'), status: 429 }, 'limited'],
  ['our own fault', { ...failed('internal'), status: 500 }, 'own'],
  ['a loop', { ...failed('upstream_is_self'), status: 508 }, 'own'],
  ['an overload', { status: 529, error: 'upstream_529' }, 'overloaded'],
  [
    'an overload by another status',
    { status: 503, error: 'upstream_503', errorType: 'overloaded_error' },
    'overloaded',
  ],
  ['an overload within a stream', { errorType: 'overloaded_error', streamError: 'Overloaded' }, 'overloaded'],
  ['a server error within a stream', { errorType: 'api_error', streamError: 'Internal' }, 'server_error'],
  ['a stream without an end', { streamError: 'The stream ended without message_stop.' }, 'broken'],
  ['a server error', { status: 500, error: 'upstream_500' }, 'server_error'],
  ['a rejected key', { status: 401, error: 'upstream_401' }, 'rejected'],
  ['a forbidden model', { status: 403, error: 'upstream_403' }, 'rejected'],
  ['a limit', { status: 429, error: 'upstream_429' }, 'limited'],
  ['a bad request', { status: 400, error: 'upstream_400' }, 'responded'],
  ['a model that is not there', { status: 404, error: 'upstream_404' }, 'responded'],
  ['a request that is too large', { status: 413, error: 'upstream_413' }, 'responded'],
  ['a client that left a stream', { status: undefined, endedBy: 'client' }, 'responded'],
  ['a client that left before', { status: undefined, endedBy: 'client', fromUpstream: false }, undefined],
  ['a shutdown', { status: undefined, endedBy: 'shutdown', fromUpstream: false }, undefined],
  ['a response of our own', { endedBy: 'proxy', fromUpstream: false }, undefined],
  ['a body that is no JSON', { ...failed('invalid_json'), status: 400 }, undefined],
  ['a drain', { ...failed('draining'), status: 503 }, undefined],
])('%s', (_what, change, kind) => {
  expect(classifyRequest({ ...OK, ...change })?.kind).toBe(kind)
})

test('the failure of a provider before a fallback counts once, and the fallback by itself', () => {
  const away = { provider: 'local', errorType: 'provider_unreachable', cause: 'ECONNREFUSED' }
  const attempts = [
    { ...away, startedMs: 1 },
    { ...away, startedMs: 500 },
    { provider: 'anthropic', status: 200, startedMs: 900 },
  ]
  expect(classifyAttempts({ ...OK, provider: 'anthropic', attempts })).toEqual([
    { upstream: 'local', startedMs: 500, judged: { kind: 'unreachable', cause: 'ECONNREFUSED' } },
    { upstream: 'anthropic', startedMs: 0, judged: { kind: 'ok' } },
  ])
  expect(classifyAttempts({ ...OK, provider: undefined, attempts: [] })).toEqual([
    { upstream: 'anthropic', startedMs: 0, judged: { kind: 'ok' } },
  ])
})

test.each([
  ['overloaded_error', 529],
  ['api_error', 500],
  ['permission_error', 403],
  ['an error of tomorrow', 500],
])('a stream that began with 200 and tells %s counts as %i', (errorType, status) => {
  expect(classifyRequest({ ...OK, errorType, streamError: 'told' })?.status).toBe(status)
})
