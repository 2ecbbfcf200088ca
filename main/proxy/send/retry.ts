import type { ErrorCode } from '../../../shared/errors.ts'
import { headerValue, type RawHeaders } from '../headers.ts'
import type { Sender } from './send.ts'
import { type Failure, sendInTurn } from './send-in-turn.ts'

export interface RetryOptions {
  /** How often to try again; 0 never. */
  most: number
  shouldRetry: (failure: Failure) => boolean
  /** From 0 to 1; so that those who failed together do not come back together. */
  random: () => number
}

/** In ms. */
const FIRST_WAIT = 1_000
const MAX_WAIT_MS = 30_000

/**
 * Sends again what failed, after 1 s, 2 s, 4 s…, up to 30 s, each a quarter more or less, or after the upstream's
 * `retry-after`. One that asks for more than 30 s is the client's matter: it gets the answer, header included.
 */
export function retry(sender: Sender, { most, shouldRetry, random }: RetryOptions): Sender {
  if (most === 0) return sender
  return sendInTurn(sender, (failure, tries) => {
    if (tries > most || !shouldRetry(failure)) return undefined
    const waitMs = waitFor(failure, tries, random())
    return waitMs > MAX_WAIT_MS * 1.25 ? undefined : { sender, waitMs }
  })
}

/** Failures of connecting: not one byte of the request has left, so sending again cannot cost twice. */
const NOTHING_SENT: ReadonlySet<ErrorCode> = new Set(['upstream_unreachable', 'outbound_proxy_failed'])

/** For Anthropic: what may have been read may be billed, and Claude Code retries by itself. */
export function nothingWasSent(failure: Failure): boolean {
  return failure.kind === 'failed' && NOTHING_SENT.has(failure.error.code)
}

const PASSING: ReadonlySet<ErrorCode> = new Set([...NOTHING_SENT, 'upstream_broke', 'upstream_timeout'])
const PASSING_STATUS: ReadonlySet<number> = new Set([429, 500, 502, 503, 504, 529])

/** For other providers: everything that may pass, unless the answer itself says that it will not. */
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
 * In ms; `undefined` where the answer names no time. A date is in the past or the future of our own clock.
 *
 * @internal exported for its test
 */
export function retryAfter(headers: RawHeaders): number | undefined {
  const ms = Number(headerValue(headers, 'retry-after-ms') ?? Number.NaN)
  if (ms >= 0) return ms
  const text = headerValue(headers, 'retry-after') ?? ''
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1_000
  // `Date.parse` would take almost anything for a date, "-1" for one of 2001.
  const wait = text.endsWith(' GMT') ? Date.parse(text) - Date.now() : Number.NaN
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}
