import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { Sender } from './send.ts'

/** The health of one provider, judged by its recent responses. */
export interface CircuitBreaker {
  /** True while the provider is considered down: a fallback would respond sooner. */
  isOpen: () => boolean
  /**
   * Admits a request. @returns 0 if admitted, otherwise the ms to wait: the circuit is open, or all trials are running
   */
  tryEnter: () => number
  succeeded: () => void
  failed: () => void
  /** Ends a request without a verdict on the provider: the client cancelled it. */
  left: () => void
}

/** Failures in a row that open the circuit. */
const FAILURES_IN_A_ROW = 5
/** Half of more than this many requests failing within the window also opens the circuit. */
const FEWEST_REQUESTS = 10
const WINDOW_MS = 60_000
/** The circuit stays open for this long and then admits `TRIALS` requests. */
const OPEN_MS = 30_000
const TRIALS = 3
/** Wait suggested while all trials are running, in ms; most have ended by then. */
const TRIAL_MS = 1_000

/** @param now a monotonic clock in ms */
export function createCircuitBreaker(now: () => number): CircuitBreaker {
  let state: 'closed' | 'open' | 'trying' = 'closed'
  /** When it opened; only valid while it is open. */
  let openedAt = 0
  /** Results of the last minute while closed, oldest first. */
  let results: { at: number; ok: boolean }[] = []
  /** Since it opened: trial requests in flight, and those that succeeded. */
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
  /** Ends the open state after `OPEN_MS`. */
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

/** Errors of a provider or the connection to it; not our own limits, or requests that cannot be read. */
const FAULTS: ReadonlySet<ErrorCode> = new Set([
  'upstream_unreachable',
  'upstream_untrusted',
  'upstream_timeout',
  'upstream_broke',
  'outbound_proxy_failed',
])

/**
 * Reports the results of a provider's requests to its breaker: connection failures and statuses from 500 on are
 * failures; a lower error status shows that the provider is up.
 *
 * @param options.refuses fails requests with AppError `circuit_open` while the circuit is open; without it they are
 * still sent, and the breaker only indicates when a fallback is the better choice
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
    /** True once the result was reported. */
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
