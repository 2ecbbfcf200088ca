import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { ErrorCode } from '../../../shared/errors.ts'
import type { Access } from './access.ts'
import { createGuessThrottle } from './guess-throttle.ts'

export interface PasswordDeps {
  /** Without one, callers on this computer need none, and others need the key. */
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
  /** Whether there is one to ask for. */
  readonly isSet: boolean
  /** Why this caller may not use the dashboard and its API. Undefined where it may; a wrong guess is counted. */
  refuse: (req: IncomingMessage) => Refusal | undefined
}

/** What makes a browser ask its user. */
const CHALLENGE = { 'www-authenticate': 'Basic realm="Signalbox", charset="UTF-8"' }

/**
 * Who may use the dashboard: with a password set, who shows it (HTTP Basic, RFC 7617; any user name) or the API key,
 * from this computer too; without one, who is trusted anyway. The answer does not tell which of the two was wrong, and
 * takes the same time however much of a guess was right.
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

/** Longer headers hold no password; they are looked at by anybody who reaches the port. In characters. */
const MAX_HEADER_CHARS = 8_192

/** `Basic YW55Om9wZW4=` → `open`: whatever follows the first colon. */
function basicPassword(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_HEADER_CHARS) return undefined
  const token = /^basic +([A-Za-z0-9+/=_-]{0,4096})$/i.exec(header.trimEnd())?.[1]
  if (token === undefined) return undefined
  const credentials = Buffer.from(token, 'base64').toString()
  const colon = credentials.indexOf(':')
  return colon === -1 ? '' : credentials.slice(colon + 1)
}

/** Digests have one length, so that a comparison tells nothing about the password's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
