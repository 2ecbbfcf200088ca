import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { ErrorCode } from '../../../shared/errors.ts'
import type { Access } from './access.ts'
import { createGuessThrottle } from './guess-throttle.ts'

export interface PasswordDeps {
  /** Without a password, callers on this computer need no credentials, and others need the key. */
  password: string | undefined
  access: Access
  /** Monotonic, in ms. */
  now: () => number
}

export interface Refusal {
  code: Extract<ErrorCode, 'key_required' | 'password_required' | 'too_many_guesses'>
  headers: Readonly<Record<string, string>>
}

export interface Password {
  /** True when a password is set. */
  readonly isSet: boolean
  /**
   * The reason for refusing this caller the dashboard and its API; undefined where it may pass. Counts a wrong guess.
   */
  refuse: (req: IncomingMessage) => Refusal | undefined
}

/** Makes a browser ask the user for credentials. */
const CHALLENGE = { 'www-authenticate': 'Basic realm="Signalbox", charset="UTF-8"' }

/**
 * Access to the dashboard. With a password set: callers that send it (HTTP Basic, RFC 7617; any user name) or the API
 * key, also on this computer. Without one: trusted callers. The response doesn't tell which of the two was wrong, and
 * its time doesn't depend on the number of matching characters.
 */
export function createPassword({ password, access, now }: PasswordDeps): Password {
  const expected = password === undefined ? undefined : digest(password)
  const throttle = createGuessThrottle(now)

  function isRight(guess: string): boolean {
    return expected !== undefined && timingSafeEqual(digest(guess), expected)
  }
  function judge(req: IncomingMessage): Refusal | undefined {
    if (access.keyHeaders(req.rawHeaders).length > 0) return undefined
    const guess = basicPassword(req.headers.authorization)
    if (guess === undefined) return { code: 'password_required', headers: CHALLENGE }
    const address = req.socket.remoteAddress ?? ''
    const wait = throttle.wait(address)
    if (wait > 0)
      return { code: 'too_many_guesses', headers: { 'retry-after': String(Math.ceil(wait / 1000)) } }
    if (isRight(guess)) {
      throttle.succeeded(address)
      return undefined
    }
    throttle.failed(address, digest(guess).toString('base64'))
    return { code: 'password_required', headers: CHALLENGE }
  }
  return {
    isSet: expected !== undefined,
    refuse(req) {
      if (expected !== undefined) return judge(req)
      return access.isTrusted(req) ? undefined : { code: 'key_required', headers: {} }
    },
  }
}

/** Longer headers are ignored in order to bound the work per unauthenticated request. In characters. */
const MAX_HEADER_CHARS = 8_192

/** `Basic YW55Om9wZW4=` → `open`: everything after the first colon. */
function basicPassword(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_HEADER_CHARS) return undefined
  const token = /^basic +([A-Za-z0-9+/=_-]{0,4096})$/i.exec(header.trimEnd())?.[1]
  if (token === undefined) return undefined
  const credentials = Buffer.from(token, 'base64').toString()
  const colon = credentials.indexOf(':')
  return colon === -1 ? '' : credentials.slice(colon + 1)
}

/** Digests have equal length, so the comparison doesn't reveal the length of the password. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
