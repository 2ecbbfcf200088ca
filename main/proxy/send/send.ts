import type { Dispatcher } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import { abortKind, type AbortKind } from '../abort-kind.ts'
import { isChunkedOnly } from '../gateway-rules.ts'
import { isUntrusted } from '../outbound/is-untrusted.ts'
import { explainUnreachable } from './explain-unreachable.ts'
import { textHeaders } from './text-headers.ts'
import type { UpstreamClient } from './upstream-client.ts'
import type { UpstreamRequest } from './upstream-request.ts'

/** The phase of an exchange. */
export type SendPhase = 'connect' | 'send' | 'wait' | 'body' | 'done'

/** Receives the upstream's response. Calls come in order: start, data…, then end or fail. */
export interface Receiver {
  onPhase: (phase: SendPhase) => void
  onStart: (status: number, message: string, headers: string[]) => void
  /** Returns false to pause the upstream until `resume` is called. */
  onData: (chunk: Buffer) => boolean
  onEnd: () => void
  /** Before `onStart`: nothing was received. After it: the response is interrupted, in the way given by `kind`. */
  onFail: (error: AppError, kind: AbortKind) => void
}

/**
 * Starts one exchange and reports its result to the receiver: `send`, once client and request are bound, or a wrapper
 * around it (retry, aggregation). After `abort` the receiver is not called any more.
 */
export type Sender = (receiver: Receiver) => Sending

export interface Sending {
  resume: () => void
  /** Closes the upstream connection; nothing is reported any more. */
  abort: () => void
}

/** Servers read a refused request of up to this size together with its head. In bytes. */
const MAX_SWALLOWED_BYTES = 16 * 1024

/**
 * Sends one request, once. Does not retry: it is only certain that the upstream has not seen the request while nothing
 * was written, and Claude Code retries by itself.
 *
 * @param options.headerTimeoutMs from dispatch to the response's status line; 0 disables it
 */
export function send(
  client: UpstreamClient,
  request: UpstreamRequest,
  options: { receiver: Receiver; headerTimeoutMs: number },
): Sending {
  const { receiver, headerTimeoutMs } = options
  let controller: Dispatcher.DispatchController | undefined
  let phase: SendPhase = 'connect'
  /** The final status; 0 until it is known. */
  let status = 0
  /** True once the receiver has had its last call. */
  let over = false

  function enter(next: SendPhase): void {
    phase = next
    receiver.onPhase(next)
  }
  /**
   * An upstream that refuses a request may not have read its body. The next request on that connection would wait
   * behind the rest (RFC 9112 §9.3), or be reset when the upstream closes over unread bytes.
   */
  function isLeftUnread(body: Buffer): boolean {
    return client.isWriting(body) || (status >= 400 && body.length > MAX_SWALLOWED_BYTES)
  }
  function finish(): void {
    over = true
    clearTimeout(deadline)
  }
  function fail(error: unknown): void {
    if (over) return
    finish()
    receiver.onFail(toAppError(error, { phase, origin: request.origin }), abortKind(error))
  }
  function abort(reason: Error): void {
    // Before the connection is established there is no controller yet: `onRequestStart` checks `over`.
    controller?.abort(reason)
  }
  function refuse(error: AppError): void {
    fail(error)
    abort(error)
  }
  // Cleared once headers arrive, so it never cuts a stream.
  const deadline =
    headerTimeoutMs > 0
      ? setTimeout(() => refuse(new AppError('upstream_timeout')), headerTimeoutMs)
      : undefined

  client.dispatch(request, {
    onRequestStart(started) {
      controller = started
      if (over) started.abort(new Error('The request was aborted before it was sent.'))
      else enter('send')
    },
    onRequestSent() {
      if (!over) enter('wait')
    },
    onResponseStart(_controller, received, _headers, message) {
      // 1xx responses are hop-by-hop and not the final response.
      if (over || received < 200) return
      clearTimeout(deadline)
      status = received
      const headers = textHeaders(_controller.rawHeaders)
      if (!hasKnownCoding(headers)) return refuse(new AppError('upstream_coding'))
      enter('body')
      receiver.onStart(status, message ?? '', headers)
    },
    onResponseData(active, chunk) {
      if (!over && !receiver.onData(chunk)) active.pause()
    },
    onResponseEnd() {
      if (request.body !== null && isLeftUnread(request.body)) client.dropConnection(request.body)
      if (over) return
      enter('done')
      finish()
      receiver.onEnd()
    },
    onResponseError(_controller, error) {
      fail(error)
    },
  })

  return {
    resume: () => controller?.resume(),
    abort() {
      if (over) return
      finish()
      abort(new Error('The client disconnected.'))
    },
  }
}

/** undici decodes `chunked` and leaves other transfer codings in the body, without a label (RFC 9112 §6.1). */
function hasKnownCoding(headers: readonly string[]): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? ''
    const isCoding = name.length === TRANSFER_ENCODING.length && name.toLowerCase() === TRANSFER_ENCODING
    if (isCoding && !isChunkedOnly(headers[i + 1] ?? '')) return false
  }
  return true
}

const TRANSFER_ENCODING = 'transfer-encoding'

function toAppError(error: unknown, { phase, origin }: { phase: SendPhase; origin: string }): AppError {
  if (error instanceof AppError) return error
  if (phase !== 'connect') return new AppError('upstream_broke', { cause: error })
  const isTrusted = !isUntrusted(error)
  const issues = [explainUnreachable(origin, { error, isTrusted })]
  return new AppError(isTrusted ? 'upstream_unreachable' : 'upstream_untrusted', { cause: error, issues })
}
