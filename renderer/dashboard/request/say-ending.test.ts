import { expect, test } from 'vitest'
import type { EndedBy, EndPhase } from '../../../shared/ended-by.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { sayEnding } from './say-ending.ts'

type Response = NonNullable<RequestLog['response']>

function ended(
  who: EndedBy,
  phase: EndPhase,
  response: Response = {},
  more: Partial<RequestLog> = {},
): RequestLog {
  return {
    requestId: 'a',
    timestamp: '2026-11-30T12:00:00.000Z',
    method: 'POST',
    endpoint: '/v1/messages',
    termination: { endedBy: who, phase },
    response: { responseTime: 1_200, ...response },
    ...more,
  }
}

const error = (type: string, message: string) => ({ body: { type: 'error', error: { type, message } } })
const CLAUDE_CODE = { userAgent: 'claude-cli/2.1.329 (external, cli)' }
const host = { upstreamHost: '127.0.0.1:5111' }

test.each<[string, RequestLog, string]>([
  [
    'a refused connection',
    ended(
      'proxy',
      'connect',
      { statusCode: 502, responseTime: 17, errorType: 'upstream_unreachable' },
      { ...host, cause: 'ECONNREFUSED' },
    ),
    'error: No response. Couldn’t connect to 127.0.0.1:5111 (ECONNREFUSED), gave up after 17 ms. Signalbox returned 502.',
  ],
  [
    'a certificate',
    ended(
      'proxy',
      'connect',
      { statusCode: 502, errorType: 'provider_untrusted' },
      { ...host, cause: 'CERT_HAS_EXPIRED' },
    ),
    'error: No response. The certificate of 127.0.0.1:5111 isn’t trusted (CERT_HAS_EXPIRED). Signalbox returned 502.',
  ],
  [
    'a deadline',
    ended('proxy', 'wait', { statusCode: 504, errorType: 'upstream_timeout' }, host),
    'error: No response. 127.0.0.1:5111 sent nothing within 1.2 s. Signalbox returned 504.',
  ],
  [
    'a reset before the response',
    ended(
      'upstream',
      'wait',
      { statusCode: 502, errorType: 'upstream_broke' },
      { ...host, cause: 'ECONNRESET' },
    ),
    'error: No response. 127.0.0.1:5111 closed the connection after 1.2 s (ECONNRESET). Signalbox returned 502.',
  ],
  [
    'a stream that broke',
    ended(
      'upstream',
      'body',
      {
        statusCode: 200,
        errorType: 'upstream_broke',
        timeToFirstByte: 3,
        streamingChunks: ['1', '2', '3', '4', '5', '6'],
      },
      { cause: 'ECONNRESET' },
    ),
    'error: The stream was interrupted after 1.2 s and 6 events: ECONNRESET.',
  ],
  [
    'an answer of a provider that could not take all of the request',
    ended(
      'upstream',
      'done',
      { statusCode: 200 },
      {
        omissions: [
          { code: 'left_out', name: 'tool_addition', count: 2 },
          { code: 'left_out', name: 'safeguards', count: 1 },
          { code: 'said_in_words', name: 'document', count: 1 },
        ],
      },
    ),
    'good: Complete after 1.2 s. Left out: tool_addition × 2, safeguards. Sent as text: document.',
  ],
  [
    'a client that left early',
    ended('client', 'wait', { responseTime: 709 }, CLAUDE_CODE),
    'quiet: Cancelled by Claude Code after 709 ms, before the response.',
  ],
  [
    'a client that left in the stream',
    ended('client', 'body', { responseTime: 709, timeToFirstByte: 3 }, CLAUDE_CODE),
    'quiet: Cancelled by Claude Code after 709 ms, during the response.',
  ],
  [
    'another program that left early',
    ended('client', 'wait', { responseTime: 709 }, { userAgent: 'curl/8.5.0' }),
    'quiet: Cancelled by the client after 709 ms, before the response.',
  ],
  [
    'an unnamed program that left in the stream',
    ended('client', 'body', { responseTime: 709, timeToFirstByte: 3 }),
    'quiet: Cancelled by the client after 709 ms, during the response.',
  ],
  ['a stop', ended('shutdown', 'body'), 'warning: Interrupted when Signalbox stopped, after 1.2 s.'],
  [
    'a crash',
    ended('crash', 'wait'),
    'error: Interrupted: Signalbox ended unexpectedly while this request was in flight.',
  ],
  [
    'a refusal of ours',
    ended('proxy', 'connect', { statusCode: 400, errorType: 'invalid_json' }),
    'error: Not sent. Signalbox rejected this request: invalid JSON. Signalbox returned 400.',
  ],
  [
    'an overload',
    ended('upstream', 'done', {
      statusCode: 529,
      errorType: 'overloaded_error',
      ...error('overloaded_error', 'Busy now'),
    }),
    'warning: The upstream responded with 529 overloaded after 1.2 s. “Busy now”',
  ],
  [
    'an error page',
    ended('upstream', 'done', { statusCode: 502, errorType: 'upstream_502', bodyText: '<h1>Bad</h1>' }),
    'error: The upstream responded with 502 after 1.2 s. “<h1>Bad</h1>”',
  ],
  [
    "a gateway's page",
    ended('upstream', 'done', { statusCode: 200, errorType: 'response_not_api' }),
    'error: The upstream didn’t respond like the API. A captive portal or gateway may be in between.',
  ],
  [
    'an error in the stream',
    ended('upstream', 'done', { statusCode: 200, errorType: 'overloaded_error', streamError: 'Busy now' }),
    'error: The stream ended after 1.2 s with an error: overloaded. “Busy now”',
  ],
  [
    'a limit of tokens',
    ended('upstream', 'done', { statusCode: 200, stopReason: 'max_tokens' }),
    'warning: The response is cut off: it reached the limit of output tokens (max_tokens).',
  ],
  [
    'a whole response',
    ended('upstream', 'done', { statusCode: 200, stopReason: 'end_turn' }),
    'good: Complete after 1.2 s. Stop reason: end_turn.',
  ],
  [
    'retries',
    ended(
      'upstream',
      'done',
      { statusCode: 529, errorType: 'overloaded_error', responseTime: 7_200 },
      {
        attempts: [1, 2, 3].map((at) => ({ provider: 'local', status: 529, startedMs: at })),
      },
    ),
    'warning: The upstream responded with 529 overloaded after 7.2 s. 3 attempts in 7.2 s: 529, 529, 529.',
  ],
])('%s', (_name, request, expected) => {
  const { tone, sentences, quote } = sayEnding(request)
  expect(`${tone}: ${sentences.join(' ')}${quote === undefined ? '' : ` “${quote}”`}`).toBe(expected)
})
