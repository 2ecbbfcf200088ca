import type { ErrorCode } from '../../../shared/errors.ts'
import { headerValue } from '../headers.ts'
import type { Sender } from './send.ts'

/** How a forward ended that brought no answer. */
export interface ForwardFailure {
  elapsedMs: number
  /** A code of `ERRORS`, or `provider_failed`. */
  errClass: ErrorCode | 'provider_failed' | 'client_gone'
  cause: unknown
  ctxErr: 'none' | 'canceled' | 'deadline'
}

/**
 * Tells of a forward that brought no answer: it failed on the way, or the client left before. What an upstream
 * answers is an answer, whatever it says.
 *
 * @param options.now a monotonic clock in ms
 */
export function watchForward(
  sender: Sender,
  options: { now: () => number; onFailed: (failure: ForwardFailure) => void },
): Sender {
  return (client) => {
    const startedAt = options.now()
    /** True once it is known how it went. */
    let told = false
    function tell(failure?: Omit<ForwardFailure, 'elapsedMs'>): void {
      if (!told && failure !== undefined) {
        options.onFailed({ ...failure, elapsedMs: options.now() - startedAt })
      }
      told = true
    }
    const sending = sender({
      ...client,
      onStart(status, message, headers) {
        // A provider that did not answer is told as Anthropic would tell it.
        const isOurs = status >= 500 && headerValue(headers, 'x-proxy-error') === 'provider_failed'
        const ctxErr = status === 504 ? 'deadline' : 'none'
        tell(isOurs ? { errClass: 'provider_failed', cause: undefined, ctxErr } : undefined)
        client.onStart(status, message, headers)
      },
      onFail(error, kind) {
        const ctxErr = error.code === 'upstream_timeout' ? 'deadline' : 'none'
        tell({ errClass: error.code, cause: error.cause, ctxErr })
        client.onFail(error, kind)
      },
    })
    return {
      resume: sending.resume,
      abort() {
        tell({ errClass: 'client_gone', cause: undefined, ctxErr: 'canceled' })
        sending.abort()
      },
    }
  }
}
