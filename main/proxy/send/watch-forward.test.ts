import { expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'
import { type ForwardFailure, watchForward } from './watch-forward.ts'

function start() {
  let now = 0
  const failures: ForwardFailure[] = []
  const upstream = createScriptedSender()
  const client = createRecorder()
  const watched = watchForward(upstream.send, {
    now: () => now,
    onFailed: (failure) => failures.push(failure),
  })
  const sending = watched(client)
  now = 250
  return { upstream, client, sending, failures }
}

it('tells of a connection that failed, and of a deadline', () => {
  for (const [code, ctxErr] of [
    ['upstream_unreachable', 'none'],
    ['upstream_timeout', 'deadline'],
  ] as const) {
    const { upstream, client, sending, failures } = start()
    const cause = new Error('why')
    upstream.receiver().onFail(new AppError(code, { cause }), 'reset')
    sending.abort()
    expect(failures).toEqual([{ elapsedMs: 250, errClass: code, cause, ctxErr }])
    expect(client.response).toMatchObject({ error: { code } })
  }
})

it('tells of a client that left before there was an answer', () => {
  const { upstream, sending, failures } = start()
  sending.abort()
  expect(failures).toMatchObject([{ errClass: 'client_gone', ctxErr: 'canceled' }])
  expect(upstream.asked).toContain('abort')
})

it('tells of a provider that failed, though the client gets an answer', () => {
  const { upstream, client, failures } = start()
  upstream.receiver().onStart(502, '', ['x-proxy-error', 'provider_failed'])
  expect(failures).toMatchObject([{ errClass: 'provider_failed', ctxErr: 'none' }])
  expect(client.response).toMatchObject({ status: 502 })
})

it('is silent about answers, whatever they say and however they end', () => {
  for (const status of [200, 429, 500]) {
    const { upstream, sending, failures } = start()
    upstream.receiver().onStart(status, '', [])
    upstream.receiver().onFail(new AppError('upstream_broke'), 'reset')
    sending.abort()
    expect(failures).toEqual([])
  }
})
