import { cutAt, redactSecrets } from './redact-secrets.ts'

/** Kept of a path and of one parameter. In characters. */
const MAX_PATH_CHARS = 1_024
const MAX_VALUE_CHARS = 256

/** Kept of a name that others choose: a model, a session. In characters. */
const MAX_NAME_CHARS = 200

/** Further ones are left out: a target holds up to 64 kB of them. */
const MAX_PARAMETERS = 64
const MAX_SEGMENTS = 64

/** Parameters whose value is shown. All others may hold a key. */
const PLAIN = new Set(['after_id', 'alt', 'api-version', 'before_id', 'beta', 'limit', 'page'])

/** Words of a language, as names of parameters are; a key has digits or capitals in between. */
const WORDS = /^[a-z]{1,24}(?:[A-Z][a-z]{1,24}){0,4}$|^[A-Za-z]{1,24}(?:[-_][A-Za-z]{1,24}){1,4}$/

/** Known to hold nothing; every request has one of them. */
const KNOWN_PATHS = new Set(['/v1/messages', '/v1/messages/count_tokens', '/v1/models'])

/** How often a value may be coded over again. What is coded more often is hidden. */
const MAX_DECODINGS = 3

/** A request target in its two parts: `/v1/messages?beta=true` → `/v1/messages`, `beta=true`. */
export function splitTarget(target: string): { path: string; query: string | undefined } {
  const mark = target.indexOf('?')
  if (mark === -1) return { path: target, query: undefined }
  return { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/**
 * A request's path as it may be logged, stored and shown: segments that hold a credential, however they are
 * percent-encoded, are replaced. At most 1,024 characters.
 */
export function cleanPath(path: string): string {
  if (KNOWN_PATHS.has(path)) return path
  const seen = cutAt(path, MAX_PATH_CHARS)
  const segments = seen.split('/')
  const clean = segments.slice(0, MAX_SEGMENTS).map((segment) => cleanText(segment, MAX_PATH_CHARS))
  const isCut = seen.length < path.length || segments.length > MAX_SEGMENTS
  const whole = clean.join('/')
  // `https://user:password@host` in a path is no single segment.
  const shown = isClean(whole, MAX_PATH_CHARS) ? whole : redact(decode(whole), MAX_PATH_CHARS)
  return isCut ? `${shown}…` : shown
}

/**
 * A query as it may be logged, stored and shown: values that are not known to be harmless, parameters without a value
 * and names that may be a key are hidden. At most 64 parameters.
 *
 * @param hide gives what stands for a hidden text
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

/** A model's name, a session's id or another short name that somebody else chose, fit to be kept and shown. */
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

/** Whether no credential is seen in a text, nor in what it decodes to. */
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

/** Lenient: a malformed escape stays, and bytes are taken one by one, because credentials are ASCII. */
function decodeOnce(text: string): string {
  return text.replaceAll(/%([\dA-Fa-f]{2})/g, (_escape, code: string) => {
    const character = Number.parseInt(code, 16)
    return character < 0x20 || character > 0x7e ? ' ' : String.fromCharCode(character)
  })
}

function redact(text: string, limit: number): string {
  return redactSecrets(text, {
    limit,
    replace: (kind, prefix) => (kind === 'login' ? `${prefix}…@` : `${prefix}…`),
  })
}
