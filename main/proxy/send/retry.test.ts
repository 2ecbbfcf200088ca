import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import { isTransient, nothingWasSent, retry, retryAfter, type RetryOptions } from './retry.ts'
import type { Failure } from './send-in-turn.ts'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
})

afterEach(() => {
  vi.useRealTimers()
})

function start(options: Partial<RetryOptions>) {
  const upstream = createScriptedSender()
  const client = createRecorder()
  retry(upstream.send, { most: 3, shouldRetry: isTransient, random: () => 0.5, ...options })(client)
  return { upstream, client }
}

/** Delays between each refusal and the next attempt, in ms. */
function waits(options: Partial<RetryOptions>, headers: string[] = []): number[] {
  const { upstream } = start(options)
  const found: number[] = []
  for (;;) {
    const asked = upstream.asked.length
    const from = Date.now()
    upstream.receiver().onStart(503, 'Busy', headers)
    vi.advanceTimersToNextTimer()
    if (upstream.asked.length === asked) return found
    found.push(Date.now() - from)
  }
}

describe('retry', () => {
  it('waits 1, 2, 4… seconds, 30 at most, and gives up in the end', () => {
    expect(waits({ most: 7 })).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  it.each([
    [0, 750],
    [1, 1_250],
  ])('with chance %d waits %d ms', (chance, ms) => {
    expect(waits({ most: 1, random: () => chance })).toEqual([ms])
  })

  it('waits as long as the upstream asks for', () => {
    expect(waits({ most: 2, random: () => 0 }, ['Retry-After', '7'])).toEqual([7_000, 7_000])
    expect(waits({ most: 1, random: () => 0 }, ['retry-after-ms', '120', 'retry-after', '7'])).toEqual([120])
    expect(waits({ most: 1, random: () => 1 }, ['retry-after', '8'])).toEqual([10_000])
  })

  it('leaves it to the client when that is too long', () => {
    const { upstream, client } = start({})
    upstream.receiver().onStart(429, 'Slow down', ['retry-after', '3600'])
    expect(client.response).toMatchObject({ status: 429, headers: ['retry-after', '3600'] })
  })

  it('is no detour where it is off', () => {
    const upstream = createScriptedSender()
    expect(retry(upstream.send, { most: 0, shouldRetry: isTransient, random: Math.random })).toBe(
      upstream.send,
    )
  })

  it('sends once what is not worth it', () => {
    const { upstream, client } = start({ shouldRetry: nothingWasSent })
    upstream.receiver().onFail(new AppError('upstream_broke'), 'reset')
    vi.runAllTimers()
    expect(upstream.asked).toEqual(['send'])
    expect(client.response.error?.code).toBe('upstream_broke')
  })
})

const failed = (code: ErrorCode): Failure => ({ kind: 'failed', error: new AppError(code) })
const refused = (status: number, headers: string[] = []): Failure => ({ kind: 'refused', status, headers })

describe('nothingWasSent', () => {
  it.each([failed('upstream_unreachable'), failed('outbound_proxy_failed')])('holds for %j', (failure) => {
    expect(nothingWasSent(failure)).toBe(true)
  })

  it.each([
    failed('upstream_broke'),
    failed('upstream_timeout'),
    failed('upstream_untrusted'),
    failed('outbound_proxy_auth'),
    refused(529),
  ])('does not hold for %j', (failure) => {
    expect(nothingWasSent(failure)).toBe(false)
  })
})

describe('isTransient', () => {
  it.each([
    failed('upstream_unreachable'),
    failed('upstream_broke'),
    ...[429, 500, 502, 503, 504, 529].map((status) => refused(status)),
  ])('holds for %j', (failure) => {
    expect(isTransient(failure)).toBe(true)
  })

  it.each([
    failed('upstream_untrusted'),
    failed('upstream_forbidden'),
    failed('upstream_is_self'),
    failed('circuit_open'),
    failed('rate_limited'),
    refused(400),
    refused(401),
    refused(413),
    refused(501),
    refused(503, ['x-should-retry', 'false']),
  ])('does not hold for %j', (failure) => {
    expect(isTransient(failure)).toBe(false)
  })
})

describe('retryAfter', () => {
  it.each([
    [['retry-after', '0'], 0],
    [['retry-after', '1.5'], 1_500],
    [['Retry-After', 'Thu, 01 Jan 2026 00:00:09 GMT'], 9_000],
    [['retry-after', 'Thu, 01 Jan 1970 00:00:00 GMT'], 0],
    [['retry-after', 'soon'], undefined],
    [['retry-after', 'soon GMT'], undefined],
    [['retry-after', '-1'], undefined],
    [['retry-after-ms', '-5', 'retry-after', '2'], 2_000],
    [['x', 'y'], undefined],
  ])('reads %j as %s ms', (headers, ms) => {
    expect(retryAfter(headers)).toBe(ms)
  })
})
