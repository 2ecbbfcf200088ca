import { expect, test } from 'vitest'
import type { EndPhase, EndedBy } from '../../../shared/ended-by.ts'
import { toOutcome } from './to-outcome.ts'

test.each([
  ['a whole answer', ended('upstream', 'done', 200), 'good', '200'],
  ['an overload', ended('upstream', 'done', 529, 'overloaded_error'), 'warning', '529 overloaded'],
  ['a bad request', ended('upstream', 'done', 400, 'invalid_request_error'), 'error', '400 invalid request'],
  ['an error inside a whole stream', ended('upstream', 'done', 200, 'api_error'), 'error', 'server error'],
  ['a client that left', ended('client', 'body', 200), 'quiet', 'cancelled'],
  ['a cut stream', ended('upstream', 'body', 200), 'error', 'interrupted'],
  ['no connection', ended('proxy', 'connect', 502, 'upstream_unreachable'), 'error', 'upstream unreachable'],
  [
    'a dead provider',
    { ...ended('proxy', 'connect', 502, 'provider_unreachable'), provider: 'local' },
    'error',
    'local unreachable',
  ],
  ['a drain', ended('proxy', 'connect', 503, 'draining'), 'warning', 'draining'],
  ['a status without a type', ended('upstream', 'done', 404, 'upstream_404'), 'error', '404'],
  ['a type that nobody knows', ended('upstream', 'done', 418, 'teapot_error'), 'error', '418 teapot'],
  ['a limit of tokens', stopped('max_tokens'), 'warning', '200 · max tokens'],
  ['a refusal', stopped('refusal'), 'warning', '200 · refusal'],
  ['a pause', stopped('pause_turn'), 'warning', '200 · paused'],
  ['a full context', stopped('model_context_window_exceeded'), 'warning', '200 · context full'],
  ['a reason that nobody knows', stopped('new_reason'), 'warning', '200 · new reason'],
  ['a call of a tool', stopped('tool_use'), 'good', '200'],
  ['a stop sequence', stopped('stop_sequence'), 'good', '200'],
  ['the same refusal thrice', tried(529, 529, 529), 'warning', '529 overloaded × 3'],
  ['a success after a retry', tried(529, 200), 'good', '200 · 2 attempts'],
  ['a shutdown', ended('shutdown', 'body', 200), 'warning', 'shut down'],
  ['a crash', ended('crash', 'wait'), 'error', 'crash'],
  ['a request in flight', {}, 'running', 'in flight'],
])('%s', (_name, request, tone, word) => {
  expect(toOutcome(request)).toMatchObject({ tone, word })
})

test('the sentence names the side', () => {
  expect(toOutcome(ended('client', 'wait')).sentence()).toBe('Cancelled by the client before the response.')
  expect(toOutcome(ended('upstream', 'body', 200)).sentence()).toBe(
    'Interrupted by the upstream during the response.',
  )
  expect(toOutcome(ended('proxy', 'done', 413, 'body_too_large')).sentence()).toBe(
    'Signalbox responded with 413, body_too_large.',
  )
})

function ended(who: EndedBy, phase: EndPhase, statusCode?: number, errorType?: string) {
  return {
    termination: { endedBy: who, phase },
    ...(statusCode !== undefined && { statusCode }),
    ...(errorType !== undefined && { errorType }),
  }
}

function stopped(stopReason: string) {
  return { ...ended('upstream', 'done', 200), stopReason }
}

/** One attempt per status; the client gets the last one. */
function tried(...statuses: number[]) {
  const attempts = statuses.map((status, index) => ({ provider: 'local', status, startedMs: index * 1_000 }))
  const last = statuses.at(-1) ?? 200
  return { ...ended('upstream', 'done', last, last === 529 ? 'overloaded_error' : undefined), attempts }
}
