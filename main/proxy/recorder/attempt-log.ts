import type { AppError, ErrorCode } from '../../../shared/errors.ts'
import { causeCode } from '../send/cause-code.ts'
import type { Sender } from '../send/send.ts'

/** One attempt to send a request to an upstream. Times in ms. */
export interface SentAttempt {
  provider: string
  model: string | undefined
  /** Upstream origin: scheme, host and port. Undefined if Signalbox refused to send the request. */
  origin: string | undefined
  /** Since the request was accepted. */
  startedMs: number
  /** Until the response's headers or the failure; undefined while neither is known. */
  durationMs: number | undefined
  status?: number
  error?: ErrorCode
  /** The system's code for the error. */
  cause?: string
}

export type AttemptTarget = Pick<SentAttempt, 'provider' | 'model' | 'origin'>

export interface AttemptLog {
  /** Wraps a sender so that each of its attempts is recorded. */
  watch: (sender: Sender, target: AttemptTarget) => Sender
  /** Wraps a sender so that an attempt is also recorded if it ends without sending anything: Signalbox refused it. */
  watchRefusals: (sender: Sender, target: Omit<AttemptTarget, 'origin'>) => Sender
  /** The last attempt's 200 response began with an error event of this status. */
  refusedInside: (status: number) => void
  /** In order. */
  list: () => readonly SentAttempt[]
}

/** Upper bound for safety; settings allow fewer. */
const MAX_ATTEMPTS = 32

/**
 * Records the attempts to send a request: count, target and result. No work per chunk.
 *
 * @param now in ms since the request was accepted
 */
export function createAttemptLog(now: () => number): AttemptLog {
  const attempts: SentAttempt[] = []

  function begin(target: AttemptTarget): SentAttempt {
    const attempt: SentAttempt = { ...target, startedMs: now(), durationMs: undefined }
    // Keeps the last attempt, which shows how the request ended, however many there were.
    if (attempts.length === MAX_ATTEMPTS) attempts.pop()
    attempts.push(attempt)
    return attempt
  }
  function settle(attempt: SentAttempt): void {
    attempt.durationMs ??= now() - attempt.startedMs
  }
  function fail(attempt: SentAttempt, error: AppError): void {
    settle(attempt)
    attempt.error = error.code
    const cause = causeCode(error)
    if (cause !== undefined) attempt.cause = cause
  }

  return {
    list: () => attempts,
    refusedInside(status) {
      const last = attempts.at(-1)
      if (last !== undefined) last.status = status
    },
    watchRefusals: (sender, target) => (client) => {
      const before = attempts.length
      const refuse = () => (attempts.length === before ? begin({ ...target, origin: undefined }) : undefined)
      return sender({
        ...client,
        onStart(status, message, headers) {
          const attempt = refuse()
          if (attempt !== undefined) Object.assign(attempt, { status, durationMs: 0 })
          client.onStart(status, message, headers)
        },
        onFail(error, kind) {
          const attempt = refuse()
          if (attempt !== undefined) fail(attempt, error)
          client.onFail(error, kind)
        },
      })
    },
    watch: (sender, target) => (client) => {
      const attempt = begin(target)
      const sending = sender({
        ...client,
        onStart(status, message, headers) {
          settle(attempt)
          attempt.status = status
          client.onStart(status, message, headers)
        },
        onFail(error, kind) {
          fail(attempt, error)
          client.onFail(error, kind)
        },
      })
      return {
        resume: sending.resume,
        abort() {
          settle(attempt)
          sending.abort()
        },
      }
    },
  }
}
