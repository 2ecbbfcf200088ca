import type { ErrorCode } from '../../../shared/errors.ts'
import { headerValue } from '../headers.ts'
import type { Sender } from './send.ts'

/** A forward that ended without a response. */
export interface ForwardFailure {
  elapsedMs: number
  /** A code of `ERRORS`, or `provider_failed`. */
  errClass: ErrorCode | 'provider_failed' | 'client_gone'
  cause: unknown
  ctxErr: 'none' | 'canceled' | 'deadline'
}

/**
 * Reports a forward that got no response: it failed, or the client cancelled it first. Any response of an upstream
 * counts as one, whatever its status.
 *
 * @param options.now a monotonic clock in ms
 */
export function watchForward(
  sender: Sender,
  options: { now: () => number; onFailed: (failure: ForwardFailure) => void },
): Sender {
  return (client) => {
    const startedAt = options.now()
    /** True once the result is known. */
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
        // A provider's failure to respond is reported as a response in Anthropic's format.
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
