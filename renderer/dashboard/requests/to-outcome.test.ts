import { expect, test } from 'vitest'
import type { EndPhase, EndedBy } from '../../../shared/request-log.ts'
import { toOutcome } from './to-outcome.ts'

test.each([
  ['a whole answer', ended('upstream', 'done', 200), 'good', '200'],
  ['an overload', ended('upstream', 'done', 529, 'overloaded_error'), 'warning', '529 overloaded'],
  ['a bad request', ended('upstream', 'done', 400, 'invalid_request_error'), 'error', '400 invalid request'],
  ['an error inside a whole stream', ended('upstream', 'done', 200, 'api_error'), 'error', 'api'],
  ['a client that left', ended('client', 'body', 200), 'quiet', 'left'],
  ['a cut stream', ended('upstream', 'body', 200), 'error', 'cut'],
  ['no connection', ended('proxy', 'connect', 502, 'upstream_unreachable'), 'error', 'upstream unreachable'],
  ['a shutdown', ended('shutdown', 'body', 200), 'warning', 'shut down'],
  ['a crash', ended('crash', 'wait'), 'error', 'crash'],
  ['a request in flight', {}, 'running', 'in flight'],
])('%s', (_name, request, tone, word) => {
  expect(toOutcome(request)).toMatchObject({ tone, word })
})

test('the sentence names the side', () => {
  expect(toOutcome(ended('client', 'wait')).sentence()).toBe('Claude Code hung up before an answer came.')
  expect(toOutcome(ended('upstream', 'body', 200)).sentence()).toBe(
    'The upstream broke off in the middle of the answer.',
  )
  expect(toOutcome(ended('proxy', 'done', 413, 'body_too_large')).sentence()).toBe(
    'Signalbox answered 413, body_too_large.',
  )
})

function ended(who: EndedBy, phase: EndPhase, statusCode?: number, errorType?: string) {
  return {
    termination: { who, phase },
    ...(statusCode !== undefined && { statusCode }),
    ...(errorType !== undefined && { errorType }),
  }
}
