import { cleanName, cleanQuery, splitTarget } from '../../../shared/clean-target.ts'
import { scanTopLevel } from '../../base/json/scan-top-level.ts'
import { readValue } from '../read-value.ts'

/** A forward that got no response, and the request it carried. */
export interface FailedForward {
  requestId: string
  provider: string
  /** The model requested upstream. */
  model: string | undefined
  /** The client's request target. */
  url: string
  anthropicBeta: string | undefined
  sessionId: string | undefined
  /** The decoded body. */
  json: Buffer
  demoted: boolean
  elapsedMs: number
  /** Our own error code, or that of the underlying failure. */
  errClass: string
  cause: string | undefined
  /** Who gave up, if anyone: the client, or our own deadline. */
  ctxErr: 'none' | 'canceled' | 'deadline'
}

/** A longer request is not read for its line: 30 MB may take 100 ms. In bytes. */
const MAX_READ_BYTES = 4 * 1024 * 1024

/**
 * One `key=value` line with the facts needed to diagnose the failure: no conversation content, no credentials, and only
 * query parameters known to be safe.
 *
 *     request_id=f00d… model=claude-x stream=true body_bytes=240112 … elapsed=300.002s ctx_err=deadline
 */
export function describeForward(forward: FailedForward): string {
  const isRead = forward.json.length <= MAX_READ_BYTES
  const members = isRead ? scanTopLevel(forward.json, ['stream', 'thinking']) : undefined
  const facts = {
    request_id: forward.requestId,
    model: cleaned(forward.model),
    stream: isRead ? readFlag(forward.json, members?.get('stream')) : 'unknown',
    body_bytes: forward.json.length,
    has_thinking: isRead ? members?.has('thinking') === true : 'unknown',
    anthropic_beta: cleaned(forward.anthropicBeta),
    query: cleanQuery(splitTarget(forward.url).query ?? '', () => '…'),
    elapsed: `${(forward.elapsedMs / 1000).toFixed(3)}s`,
    ctx_err: forward.ctxErr,
    provider: forward.provider,
    err_class: forward.errClass,
    cause: forward.cause,
    demoted: forward.demoted,
    session_id: cleaned(forward.sessionId),
  }
  return Object.entries(facts)
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join(' ')
}

function readFlag(json: Buffer, span: Parameters<typeof readValue>[1]): boolean {
  try {
    return readValue(json, span) === true
  } catch {
    return false
  }
}

function cleaned(name: string | undefined): string | undefined {
  return name === undefined ? undefined : cleanName(name)
}

const MAX_TEXT_LENGTH = 300

function quote(value: string | number | boolean | undefined): string {
  const text = String(value ?? '').slice(0, MAX_TEXT_LENGTH)
  return /^[^\s"=\p{Cc}]*$/u.test(text) && text !== '' ? text : JSON.stringify(text)
}
