import type { ErrorCode } from '../../../shared/errors.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import type { Sender } from './send.ts'
import { type Failure, sendInTurn } from './send-in-turn.ts'

export interface RetryOptions {
  /** Maximum number of retries; 0 disables them. */
  most: number
  shouldRetry: (failure: Failure) => boolean
  /** Returns 0 to 1. Adds jitter, so that requests that failed together do not retry together. */
  random: () => number
}

/** In ms. */
const FIRST_WAIT = 1_000
const MAX_WAIT_MS = 30_000

/**
 * Retries failed attempts after 1 s, 2 s, 4 s…, up to 30 s, each ±25 %, or after the upstream's `retry-after`. If that
 * asks for more than 30 s, the client gets the response, header included, and decides.
 */
export function retry(sender: Sender, { most, shouldRetry, random }: RetryOptions): Sender {
  if (most === 0) return sender
  return sendInTurn(sender, (failure, tries) => {
    if (tries > most || !shouldRetry(failure)) return undefined
    const waitMs = waitFor(failure, tries, random())
    return waitMs > MAX_WAIT_MS * 1.25 ? undefined : { sender, waitMs }
  })
}

/** Connection failures: no byte of the request was sent, so a retry cannot be billed twice. */
const NOTHING_SENT: ReadonlySet<ErrorCode> = new Set(['upstream_unreachable', 'outbound_proxy_failed'])

/** For Anthropic: a request that may have been read may be billed, and Claude Code retries by itself. */
export function nothingWasSent(failure: Failure): boolean {
  return failure.kind === 'failed' && NOTHING_SENT.has(failure.error.code)
}

const PASSING: ReadonlySet<ErrorCode> = new Set([...NOTHING_SENT, 'upstream_broke', 'upstream_timeout'])
const PASSING_STATUS: ReadonlySet<number> = new Set([429, 500, 502, 503, 504, 529])

/** For other providers: retries every transient failure, unless the response itself rules it out. */
export function isTransient(failure: Failure): boolean {
  if (failure.kind === 'failed') return PASSING.has(failure.error.code)
  return PASSING_STATUS.has(failure.status) && headerValue(failure.headers, 'x-should-retry') !== 'false'
}

function waitFor(failure: Failure, tries: number, random: number): number {
  const asked = failure.kind === 'refused' ? retryAfter(failure.headers) : undefined
  if (asked !== undefined) return asked * (1 + random / 4)
  return Math.min(FIRST_WAIT * 2 ** (tries - 1), MAX_WAIT_MS) * (0.75 + random / 2)
}

/**
 * In ms; undefined if the response names no time. A date is compared with our own clock.
 *
 * @internal exported for its test
 */
export function retryAfter(headers: RawHeaders): number | undefined {
  const ms = Number(headerValue(headers, 'retry-after-ms') ?? Number.NaN)
  if (ms >= 0) return ms
  const text = headerValue(headers, 'retry-after') ?? ''
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1_000
  // `Date.parse` accepts almost anything as a date: "-1" becomes one in 2001.
  const wait = text.endsWith(' GMT') ? Date.parse(text) - Date.now() : Number.NaN
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
