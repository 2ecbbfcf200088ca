import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { type CircuitBreaker, createCircuitBreaker, guardWithBreaker } from './circuit-breaker.ts'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'

let now: number
let breaker: CircuitBreaker

beforeEach(() => {
  now = 0
  breaker = createCircuitBreaker(() => now)
})

function times(count: number, act: () => void): void {
  for (let i = 0; i < count; i++) act()
}

describe('a circuit breaker', () => {
  it('opens after five failures in a row', () => {
    times(4, breaker.failed)
    breaker.succeeded()
    times(4, breaker.failed)
    expect(breaker.isOpen()).toBe(false)
    breaker.failed()
    expect(breaker.isOpen()).toBe(true)
    now = 10_000
    expect(breaker.tryEnter()).toBe(20_000)
  })

  it('opens when half of more than ten requests of a minute failed', () => {
    times(5, () => {
      breaker.succeeded()
      breaker.failed()
    })
    expect(breaker.isOpen()).toBe(false)
    breaker.failed()
    expect(breaker.isOpen()).toBe(true)
  })

  it('forgets what was more than a minute ago', () => {
    times(5, () => {
      breaker.succeeded()
      breaker.failed()
    })
    now = 60_001
    breaker.failed()
    expect(breaker.isOpen()).toBe(false)
  })

  it('lets three requests try it out after half a minute, and closes when they succeed', () => {
    times(5, breaker.failed)
    now = 29_999
    expect(breaker.tryEnter()).toBe(1)
    now = 30_000
    expect([1, 2, 3, 4].map(() => breaker.tryEnter())).toEqual([0, 0, 0, 1_000])
    times(2, breaker.succeeded)
    expect(breaker.tryEnter()).toBe(1_000)
    breaker.succeeded()
    expect([1, 2, 3, 4].map(() => breaker.tryEnter())).toEqual([0, 0, 0, 0])
  })

  it('opens again when one of them fails', () => {
    times(5, breaker.failed)
    now = 30_000
    breaker.tryEnter()
    breaker.failed()
    expect(breaker.isOpen()).toBe(true)
    now = 59_999
    expect(breaker.tryEnter()).toBe(1)
    now = 60_000
    expect(breaker.tryEnter()).toBe(0)
  })

  it('gives the place of a request whose client left to another', () => {
    times(5, breaker.failed)
    now = 30_000
    times(3, () => void breaker.tryEnter())
    breaker.left()
    expect(breaker.tryEnter()).toBe(0)
  })
})

describe('guardWithBreaker', () => {
  const ask = (refuses: boolean) => {
    const upstream = createScriptedSender()
    const client = createRecorder()
    const sending = guardWithBreaker(upstream.send, breaker, { refuses })(client)
    return { upstream, client, sending }
  }

  it('counts broken connections and 5xx, and takes a refusal for a sign of life', () => {
    times(3, () => ask(true).upstream.receiver().onFail(new AppError('upstream_unreachable'), 'reset'))
    ask(true).upstream.receiver().onStart(503, '', [])
    ask(true).upstream.receiver().onStart(429, '', [])
    times(4, () => ask(true).upstream.receiver().onStart(529, '', []))
    expect(breaker.isOpen()).toBe(false)
    ask(true).upstream.receiver().onStart(500, '', [])
    expect(breaker.isOpen()).toBe(true)
  })

  it('refuses while it is open where it may, and sends all the same where it may not', () => {
    times(5, breaker.failed)
    const refused = ask(true)
    expect(refused.client.response).toMatchObject({ error: { code: 'circuit_open', retryAfterMs: 30_000 } })
    expect(refused.upstream.asked).toEqual([])
    const sent = ask(false)
    sent.upstream.receiver().onStart(200, 'OK', [])
    expect(sent.client.response).toMatchObject({ status: 200 })
  })

  it('believes an open provider that answers all the same', () => {
    times(5, breaker.failed)
    times(3, () => ask(false).upstream.receiver().onStart(200, 'OK', []))
    expect(breaker.isOpen()).toBe(false)
  })

  it('does not blame the provider for what never got there', () => {
    for (const code of ['rate_limited', 'invalid_json', 'internal', 'upstream_forbidden'] as const) {
      times(9, () => ask(true).upstream.receiver().onFail(new AppError(code), 'reset'))
    }
    expect(breaker.isOpen()).toBe(false)
  })

  it('tells one thing of each request', () => {
    times(4, breaker.failed)
    const { upstream, sending } = ask(true)
    upstream.receiver().onStart(200, 'OK', [])
    upstream.receiver().onFail(new AppError('upstream_broke'), 'reset')
    sending.abort()
    expect(breaker.isOpen()).toBe(false)
  })
})
