import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { shouldFallBack, fallBack } from './fall-back.ts'
import { type ChooseNext, type Failure, sendInTurn } from './send-in-turn.ts'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function start(chooseNext: ChooseNext) {
  const first = createScriptedSender()
  const client = createRecorder()
  const sending = sendInTurn(first.send, chooseNext)(client)
  return { first, client, sending, response: client.response }
}

describe('sendInTurn', () => {
  it('passes on an answer that is taken, as it came', async () => {
    const chooseNext = vi.fn<ChooseNext>()
    const { first, client, response } = start(chooseNext)
    const upstream = first.receiver()
    upstream.onPhase('send')
    upstream.onPhase('wait')
    upstream.onPhase('body')
    upstream.onStart(200, 'OK', ['a', 'b'])
    expect(upstream.onData(Buffer.from('x'))).toBe(true)
    upstream.onPhase('done')
    upstream.onEnd()
    expect(await client.whole).toEqual({
      phases: ['send', 'wait', 'body', 'done'],
      status: 200,
      message: 'OK',
      headers: ['a', 'b'],
      body: 'x',
      ended: true,
    })
    expect(response.error).toBeUndefined()
    expect(chooseNext).not.toHaveBeenCalled()
  })

  it('tells the client nothing of an answer that is passed over, and gives its request back only once one is taken', () => {
    const second = createScriptedSender()
    const { first, response } = start((_failure, tries) =>
      tries === 1 ? { sender: second.send, waitMs: 100 } : undefined,
    )
    const upstream = first.receiver()
    upstream.onPhase('send')
    upstream.onPhase('body')
    upstream.onStart(503, 'Busy', [])
    expect(upstream.onData(Buffer.from('later'))).toBe(true)
    upstream.onPhase('done')
    upstream.onEnd()
    expect(response).toEqual({ phases: ['send'], headers: [], body: '', ended: false })

    vi.advanceTimersByTime(99)
    expect(second.asked).toEqual([])
    vi.advanceTimersByTime(1)
    expect(first.asked).toEqual(['send', 'abort'])
    expect(response.phases).toEqual(['send', 'connect'])
    second.receiver().onPhase('body')
    second.receiver().onStart(404, 'No', [])
    second.receiver().onEnd()
    expect(response).toMatchObject({ phases: ['send', 'connect', 'body'], status: 404, ended: true })
  })

  it('holds a refusal back while the next attempt is chosen, and passes it on whole', async () => {
    const choice = Promise.withResolvers<undefined>()
    const { first, client, response } = start(() => choice.promise)
    const upstream = first.receiver()
    upstream.onPhase('body')
    upstream.onStart(400, 'Bad Request', ['a', 'b'])
    const chunk = Buffer.from('no')
    expect(upstream.onData(chunk)).toBe(false)
    chunk.fill('!')
    upstream.onPhase('done')
    upstream.onEnd()
    expect(response).toMatchObject({ phases: [], body: '', ended: false })
    choice.resolve(undefined)
    expect(await client.whole).toMatchObject({
      phases: ['body', 'done'],
      status: 400,
      body: 'no',
      ended: true,
    })
    expect(first.asked).toEqual(['send', 'resume'])
  })

  it('sends an attempt that was chosen later, unless the client has gone', async () => {
    const second = createScriptedSender()
    const next = { sender: second.send, waitMs: 0 }
    const stays = start(async (_failure, tries) => (tries === 1 ? next : undefined))
    stays.first.receiver().onStart(400, 'Bad Request', [])
    stays.first.receiver().onEnd()
    await vi.advanceTimersByTimeAsync(1)
    expect(second.asked).toEqual(['send'])

    const leaves = start(async () => next)
    leaves.first.receiver().onStart(400, 'Bad Request', [])
    leaves.sending.abort()
    await vi.advanceTimersByTimeAsync(1)
    expect(second.asked).toEqual(['send'])
    expect(leaves.response).toMatchObject({ body: '', ended: false })
  })

  it('says that the last one broke in its body, though it had no response to give', () => {
    const { first, response } = start(() => undefined)
    first.receiver().onPhase('wait')
    first.receiver().onPhase('body')
    first.receiver().onFail(new AppError('upstream_broke'), 'reset')
    expect(response).toMatchObject({ phases: ['wait', 'body'], error: { code: 'upstream_broke' } })
  })

  it('gives the client the last failure', () => {
    const second = createScriptedSender()
    const { first, response } = start((_failure, tries) =>
      tries === 1 ? { sender: second.send, waitMs: 0 } : undefined,
    )
    first.receiver().onFail(new AppError('upstream_unreachable'), 'reset')
    vi.advanceTimersByTime(0)
    second.receiver().onFail(new AppError('upstream_broke'), 'fin')
    expect(response).toMatchObject({ error: { code: 'upstream_broke' }, kind: 'fin' })
  })

  it('never tries again once the client has a part of the answer', () => {
    const chooseNext = vi.fn<ChooseNext>()
    const { first, response } = start(chooseNext)
    first.receiver().onStart(200, 'OK', [])
    first.receiver().onFail(new AppError('upstream_broke'), 'reset')
    expect(response.error?.code).toBe('upstream_broke')
    expect(chooseNext).not.toHaveBeenCalled()
  })

  it('takes a sender that fails before it returns', () => {
    const second = createScriptedSender()
    const client = createRecorder()
    const sender = sendInTurn(
      (receiver) => {
        receiver.onFail(new AppError('circuit_open'), 'reset')
        return { resume: () => undefined, abort: () => undefined }
      },
      (_failure, tries) => (tries === 1 ? { sender: second.send, waitMs: 0 } : undefined),
    )
    sender(client)
    vi.advanceTimersByTime(0)
    second.receiver().onStart(200, 'OK', [])
    expect(client.response).toMatchObject({ status: 200 })
  })

  it('sends nothing more for a client that left while it waited', () => {
    const second = createScriptedSender()
    const { first, sending, response } = start(() => ({ sender: second.send, waitMs: 100 }))
    first.receiver().onStart(503, 'Busy', [])
    sending.abort()
    vi.runAllTimers()
    expect(first.asked).toEqual(['send', 'abort'])
    expect(second.asked).toEqual([])
    expect(response.phases).toEqual([])
  })

  it('pauses and closes the upstream whose answer it is', () => {
    const second = createScriptedSender()
    const { first, sending } = start((_failure, tries) =>
      tries === 1 ? { sender: second.send, waitMs: 0 } : undefined,
    )
    first.receiver().onFail(new AppError('upstream_unreachable'), 'reset')
    vi.advanceTimersByTime(0)
    sending.resume()
    sending.abort()
    expect(second.asked).toEqual(['send', 'resume', 'abort'])
  })
})

describe('fallBack', () => {
  it('asks one after the other while it is worth it', () => {
    const upstreams = [createScriptedSender(), createScriptedSender(), createScriptedSender()] as const
    const [first, second, third] = upstreams
    const client = createRecorder()
    const shouldMoveOn = (failure: Failure) => failure.kind === 'failed'
    fallBack([first.send, second.send, third.send], { shouldMoveOn, onRefused: () => undefined })(client)
    first.receiver().onFail(new AppError('upstream_unreachable'), 'reset')
    vi.advanceTimersByTime(0)
    second.receiver().onStart(500, 'No', [])
    vi.runAllTimers()
    expect(client.response.status).toBe(500)
    expect(third.asked).toEqual([])
  })
})

describe('shouldFallBack', () => {
  it.each([402, 404, 408, 413, 429, 500, 502, 503, 529])('holds for status %i', (status) => {
    expect(shouldFallBack({ kind: 'refused', status, headers: [] })).toBe(true)
  })

  it.each([400, 401, 403, 409, 415, 422])('does not hold for status %i', (status) => {
    expect(shouldFallBack({ kind: 'refused', status, headers: ['x-should-retry', 'true'] })).toBe(false)
  })

  it.each([
    ['upstream_unreachable', true],
    ['circuit_open', true],
    ['rate_limited', true],
    ['invalid_json', false],
  ] as const)('for %s is %s', (code, expected) => {
    expect(shouldFallBack({ kind: 'failed', error: new AppError(code) })).toBe(expected)
  })
})
