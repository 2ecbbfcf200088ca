import { cutAt, keepPrefix, redactSecrets } from './redact-secrets.ts'

/** Limits of a stored path and of one stored parameter, in characters. */
const MAX_PATH_CHARS = 1_024
const MAX_VALUE_CHARS = 256

/** Limit of a stored name that others choose, such as a model or a session, in characters. */
const MAX_NAME_CHARS = 200

/** Limits of stored parameters and segments: a target can hold 64 kB of them. */
const MAX_PARAMETERS = 64
const MAX_SEGMENTS = 64

/** Parameters whose value is shown. Any other may hold a key. */
const PLAIN = new Set(['after_id', 'alt', 'api-version', 'before_id', 'beta', 'limit', 'page'])

/** Words, as parameter names are; a key has digits or capitals in between. */
const WORDS = /^[a-z]{1,24}(?:[A-Z][a-z]{1,24}){0,4}$|^[A-Za-z]{1,24}(?:[-_][A-Za-z]{1,24}){1,4}$/

/** Paths known to hold no credential; checked first because nearly every request has one of them. */
const KNOWN_PATHS = new Set(['/v1/messages', '/v1/messages/count_tokens', '/v1/models'])

/** Maximum levels of percent-encoding to decode. Values with more levels are hidden. */
const MAX_DECODINGS = 3

/** Splits a request target: `/v1/messages?beta=true` → `/v1/messages`, `beta=true`. */
export function splitTarget(target: string): { path: string; query: string | undefined } {
  const mark = target.indexOf('?')
  if (mark === -1) return { path: target, query: undefined }
  return { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/**
 * A request's path, safe to log, store and show: segments that hold a credential, percent-encoded or not, are replaced.
 * At most 1,024 characters.
 */
export function cleanPath(path: string): string {
  if (KNOWN_PATHS.has(path)) return path
  const seen = cutAt(path, MAX_PATH_CHARS)
  const segments = seen.split('/')
  const clean = segments.slice(0, MAX_SEGMENTS).map((segment) => cleanText(segment, MAX_PATH_CHARS))
  const isCut = seen.length < path.length || segments.length > MAX_SEGMENTS
  const whole = clean.join('/')
  // `https://user:password@host` in a path spans several segments.
  const shown = isClean(whole, MAX_PATH_CHARS) ? whole : redact(decode(whole), MAX_PATH_CHARS)
  return isCut ? `${shown}…` : shown
}

/**
 * A query, safe to log, store and show. Hides values not known to be harmless, parameters without a value, and names
 * that may be a key. At most 64 parameters.
 *
 * @param hide returns the placeholder for a hidden text
 */
export function cleanQuery(query: string, hide: (text: string) => string): string {
  const shown: string[] = []
  for (let at = 0; at <= query.length && shown.length < MAX_PARAMETERS;) {
    const next = query.indexOf('&', at)
    const end = next === -1 ? query.length : next
    shown.push(cleanParameter(query.slice(at, end), hide))
    at = end + 1
    if (next !== -1 && shown.length === MAX_PARAMETERS) shown.push('…')
  }
  return shown.join('&')
}

/** A short name chosen by others, such as a model or a session id, safe to store and show. */
export function cleanName(name: string): string {
  return redact(name, MAX_NAME_CHARS)
}

function cleanParameter(pair: string, hide: (text: string) => string): string {
  const mark = pair.indexOf('=')
  if (mark === -1) return pair === '' || PLAIN.has(pair) ? pair : hide(pair)
  const name = pair.slice(0, mark)
  const value = pair.slice(mark + 1)
  const shownName =
    PLAIN.has(name) || (WORDS.test(name) && isClean(name, MAX_VALUE_CHARS)) ? name : hide(name)
  const isShown = PLAIN.has(name) && value.length <= MAX_VALUE_CHARS && isClean(value, MAX_VALUE_CHARS)
  return `${shownName}=${isShown ? value : hide(value)}`
}

function cleanText(text: string, limit: number): string {
  return isClean(text, limit) ? text : redact(decode(text), limit)
}

/** True if neither the text nor its decoded forms contain a credential. */
function isClean(text: string, limit: number): boolean {
  let seen = text
  for (let times = 0; times <= MAX_DECODINGS; times++) {
    if (redact(seen, limit) !== seen) return false
    const next = decodeOnce(seen)
    if (next === seen) return true
    seen = next
  }
  return false
}

function decode(text: string): string {
  let decoded = text
  for (let times = 0; times < MAX_DECODINGS; times++) decoded = decodeOnce(decoded)
  return decoded.includes('%') ? '…' : decoded
}

/** Lenient: keeps malformed escapes, and decodes byte by byte, because credentials are ASCII. */
function decodeOnce(text: string): string {
  return text.replaceAll(/%([\dA-Fa-f]{2})/g, (_escape, code: string) => {
    const character = Number.parseInt(code, 16)
    return character < 0x20 || character > 0x7e ? ' ' : String.fromCharCode(character)
  })
}

function redact(text: string, limit: number): string {
  return redactSecrets(text, { limit, replace: keepPrefix })
}
