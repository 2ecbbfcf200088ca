import { AppError } from '../../../shared/errors.ts'
import type { Sender } from './send.ts'

export interface RateLimiter {
  /** Takes one request's share. @returns 0, or the ms until there is one where none is left */
  take: () => number
}

/**
 * So many requests a minute to one provider, and no more at once than `burst`: a bucket that fills steadily.
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

/** Fails what is too much with AppError `rate_limited`, before it is sent, and says when there is room again. */
export function limitRate(sender: Sender, limiter: RateLimiter): Sender {
  return (client) => {
    const retryAfterMs = limiter.take()
    if (retryAfterMs === 0) return sender(client)
    client.onFail(new AppError('rate_limited', { retryAfterMs }), 'reset')
    return { resume: () => undefined, abort: () => undefined }
  }
}
