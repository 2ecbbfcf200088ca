import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { Sender } from './send.ts'

/** What is believed of one provider, from how its last answers were. */
export interface CircuitBreaker {
  /** True while the provider is believed to be down: a fallback would answer sooner. */
  isOpen: () => boolean
  /**
   * Lets a request in. @returns 0, or the ms to leave the provider alone for: it is open, or enough requests are trying
   * it out
   */
  tryEnter: () => number
  succeeded: () => void
  failed: () => void
  /** Of a request that said nothing about the provider: the client left. */
  left: () => void
}

/** After so many failures in a row… */
const FAILURES_IN_A_ROW = 5
/** …or half of more than so many requests within the window, a provider is left alone… */
const FEWEST_REQUESTS = 10
const WINDOW_MS = 60_000
/** …for so long, and then tried out by so many requests (source document 002). */
const OPEN_MS = 30_000
const TRIALS = 3
/** How long the trials are given before somebody else asks, in ms; most are known by then. */
const TRIAL_MS = 1_000

/** @param now a monotonic clock in ms */
export function createCircuitBreaker(now: () => number): CircuitBreaker {
  let state: 'closed' | 'open' | 'trying' = 'closed'
  /** When it opened; only while it is open. */
  let openedAt = 0
  /** Of the last minute while closed, oldest first. */
  let results: { at: number; ok: boolean }[] = []
  /** Since it opened: requests that were let in to try it out and have not ended, and those that succeeded. */
  let trials = { running: 0, succeeded: 0 }

  function open(): void {
    state = 'open'
    openedAt = now()
    results = []
    trials = { running: 0, succeeded: 0 }
  }
  function close(): void {
    state = 'closed'
    results = []
  }
  /** Being open ends by itself. */
  function update(): void {
    if (state === 'open' && now() - openedAt >= OPEN_MS) state = 'trying'
  }
  function record(ok: boolean): void {
    const since = now() - WINDOW_MS
    results = [...results.filter(({ at }) => at > since), { at: now(), ok }]
    const inARow = results.slice(-FAILURES_IN_A_ROW)
    const failures = results.filter((result) => !result.ok).length
    const isRow = inARow.length === FAILURES_IN_A_ROW && inARow.every((result) => !result.ok)
    const isHalf = results.length > FEWEST_REQUESTS && failures * 2 >= results.length
    if (isRow || isHalf) open()
  }

  return {
    isOpen() {
      update()
      return state === 'open'
    },
    tryEnter() {
      update()
      if (state === 'closed') return 0
      if (state === 'open') return Math.max(1, OPEN_MS - (now() - openedAt))
      if (trials.running + trials.succeeded >= TRIALS) return TRIAL_MS
      trials.running++
      return 0
    },
    succeeded() {
      update()
      if (state === 'closed') return record(true)
      trials = { running: Math.max(0, trials.running - 1), succeeded: trials.succeeded + 1 }
      if (trials.succeeded >= TRIALS) close()
    },
    failed() {
      update()
      if (state === 'closed') record(false)
      else if (state === 'trying') open()
    },
    left() {
      trials.running = Math.max(0, trials.running - 1)
    },
  }
}

/** What a provider, or the way to it, is to blame for; not a limit of ours, or a request that cannot be read. */
const FAULTS: ReadonlySet<ErrorCode> = new Set([
  'upstream_unreachable',
  'upstream_untrusted',
  'upstream_timeout',
  'upstream_broke',
  'outbound_proxy_failed',
])

/**
 * Tells a breaker how the requests of its provider go: a connection that fails and a status from 500 on are
 * failures; that a request is refused with less says that the provider is well.
 *
 * @param options.refuses fails requests with AppError `circuit_open` while the provider is to be left alone; without
 *   it they are sent all the same, and the breaker only says where a fallback is the better choice
 */
export function guardWithBreaker(
  sender: Sender,
  breaker: CircuitBreaker,
  options: { refuses: boolean },
): Sender {
  return (client) => {
    const retryAfterMs = breaker.tryEnter()
    if (retryAfterMs > 0 && options.refuses) {
      client.onFail(new AppError('circuit_open', { retryAfterMs }), 'reset')
      return { resume: () => undefined, abort: () => undefined }
    }
    /** True once the breaker knows. */
    let told = false
    function tell(verdict: 'succeeded' | 'failed' | 'left'): void {
      if (!told) breaker[verdict]()
      told = true
    }
    const sending = sender({
      ...client,
      onStart(status, message, headers) {
        tell(status >= 500 ? 'failed' : 'succeeded')
        client.onStart(status, message, headers)
      },
      onFail(error, kind) {
        tell(FAULTS.has(error.code) ? 'failed' : 'left')
        client.onFail(error, kind)
      },
    })
    return {
      resume: sending.resume,
      abort() {
        tell('left')
        sending.abort()
      },
    }
  }
}
