import { expect, it } from 'vitest'
import { createRateLimiter, limitRate } from './rate-limiter.ts'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'

it('lets a burst through, then as many as fit into the minute', () => {
  let now = 1_000
  const limiter = createRateLimiter({ perMinute: 60, burst: 3, now: () => now })
  expect([1, 2, 3, 4].map(limiter.take)).toEqual([0, 0, 0, 1_000])
  now += 500
  expect(limiter.take()).toBe(500)
  now += 500
  expect([limiter.take(), limiter.take()]).toEqual([0, 1_000])
  now += 3_600_000
  expect([1, 2, 3, 4].map(limiter.take)).toEqual([0, 0, 0, 1_000])
})

it('refuses what is too much before it is sent, and says when to come again', () => {
  const limiter = createRateLimiter({ perMinute: 60, burst: 1, now: () => 0 })
  const upstream = createScriptedSender()
  const [first, second] = [createRecorder(), createRecorder()]
  limitRate(upstream.send, limiter)(first)
  limitRate(upstream.send, limiter)(second).abort()
  expect(upstream.asked).toEqual(['send'])
  expect(first.response.error).toBeUndefined()
  expect(second.response).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 1_000 } })
})
