import { AppError } from '../../../shared/errors.ts'
import type { Sender } from './send.ts'

export interface RateLimiter {
  /** Takes one request from the budget. @returns 0, or the ms until the next one is available */
  take: () => number
}

/**
 * A token bucket per provider: refills at `perMinute`, with at most `burst` requests at once.
 *
 * @param options.now a monotonic clock in ms
 */
export function createRateLimiter(options: {
  perMinute: number
  burst: number
  now: () => number
}): RateLimiter {
  const { perMinute, burst, now } = options
  let left = burst
  let filledAt = now()

  return {
    take() {
      const at = now()
      left = Math.min(burst, left + ((at - filledAt) * perMinute) / 60_000)
      filledAt = at
      if (left < 1) return Math.ceil(((1 - left) * 60_000) / perMinute)
      left--
      return 0
    },
  }
}

/** Fails excess requests with AppError `rate_limited` before they are sent, including when to retry. */
export function limitRate(sender: Sender, limiter: RateLimiter): Sender {
  return (client) => {
    const retryAfterMs = limiter.take()
    if (retryAfterMs === 0) return sender(client)
    client.onFail(new AppError('rate_limited', { retryAfterMs }), 'reset')
    return { resume: () => undefined, abort: () => undefined }
  }
}
