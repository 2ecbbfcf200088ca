import type { Dispatcher } from 'undici'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppError } from '../../../shared/errors.ts'
import type { AbortKind } from '../abort-kind.ts'
import { send, type SendPhase } from './send.ts'
import type { UpstreamClient } from './upstream-client.ts'

const REQUEST = { origin: 'http://upstream', path: '/', method: 'GET', headers: [], body: null }

/** An upstream client whose connection is established when the test says so: a real one cannot be delayed. */
function createManualClient() {
  let handler: Dispatcher.DispatchHandler = {}
  const abort = vi.fn<(reason: Error) => void>()
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    rawHeaders: [],
    rawTrailers: [],
    abort,
    pause: () => undefined,
    resume: () => undefined,
  }
  const client: UpstreamClient = {
    dispatch: (_options, given) => {
      handler = given
    },
    proxyOf: () => undefined,
    reach: () => Promise.resolve({ ok: true, ms: 0 }),
    isOwnConnection: () => false,
    isWriting: () => false,
    dropConnection: () => undefined,
    isPrivate: () => false,
    renew: () => undefined,
    reset: () => Promise.resolve(),
  }
  return {
    client,
    abort,
    connected: () => handler.onRequestStart?.(controller, null),
    sent: () => handler.onRequestSent?.(),
    answered: (status: number) => handler.onResponseStart?.(controller, status, {}, 'OK'),
    failed: (error: Error) => handler.onResponseError?.(controller, error),
  }
}

function createReceiver() {
  const calls: string[] = []
  return {
    calls,
    onPhase: (phase: SendPhase) => void calls.push(phase),
    onStart: (status: number) => void calls.push(`start ${status}`),
    onData: () => true,
    onEnd: () => void calls.push('end'),
    onFail: (error: AppError, kind: AbortKind) => void calls.push(`fail ${error.code} ${kind}`),
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('send', () => {
  it('writes nothing for a client that left before the connection stood', () => {
    const { client, abort, connected } = createManualClient()
    const receiver = createReceiver()
    send(client, REQUEST, { receiver, headerTimeoutMs: 1_000 }).abort()
    connected()
    expect(abort).toHaveBeenCalledOnce()
    expect(receiver.calls).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('writes nothing after a deadline that passed before the connection stood', () => {
    const { client, abort, connected } = createManualClient()
    const receiver = createReceiver()
    send(client, REQUEST, { receiver, headerTimeoutMs: 1_000 })
    vi.advanceTimersByTime(1_000)
    connected()
    expect(abort).toHaveBeenCalledOnce()
    expect(receiver.calls).toEqual(['fail upstream_timeout reset'])
  })

  it('keeps its deadline through interim answers and drops it with the real one', () => {
    const { client, connected, sent, answered } = createManualClient()
    const receiver = createReceiver()
    send(client, REQUEST, { receiver, headerTimeoutMs: 1_000 })
    connected()
    sent()
    answered(103)
    expect(vi.getTimerCount()).toBe(1)
    answered(200)
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(310_000)
    expect(receiver.calls).toEqual(['send', 'wait', 'body', 'start 200'])
  })

  it('waits for ever where the deadline is 0', () => {
    const { client } = createManualClient()
    send(client, REQUEST, { receiver: createReceiver(), headerTimeoutMs: 0 })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('reports one end, and nothing after an abort', () => {
    const { client, connected, failed } = createManualClient()
    const receiver = createReceiver()
    const sending = send(client, REQUEST, { receiver, headerTimeoutMs: 0 })
    connected()
    sending.abort()
    failed(new Error('aborted'))
    expect(receiver.calls).toEqual(['send'])
  })

  it('tells an upstream that was never reached from one that broke', () => {
    for (const [reached, code] of [
      [false, 'upstream_unreachable'],
      [true, 'upstream_broke'],
    ] as const) {
      const { client, connected, failed } = createManualClient()
      const receiver = createReceiver()
      send(client, REQUEST, { receiver, headerTimeoutMs: 0 })
      if (reached) connected()
      failed(new Error('x'))
      expect(receiver.calls.at(-1)).toBe(`fail ${code} reset`)
    }
  })
})
