import type { RawHeaders } from './headers.ts'
import { memoizeText } from '../base/memoize-text.ts'
import { base64Needles, bytesOf, decodings } from '../base/secret-forms.ts'

/** Keeps Signalbox's own key and password away from upstreams, wherever a client put them. */
export interface OwnSecrets {
  /** Names (lower case) of the headers that contain one. */
  headers: (raw: RawHeaders) => string[]
  /** A request target without the parameters that contain one; the same string if none does. */
  cleanTarget: (target: string) => string
  /** True for a target with a secret that cannot be removed, because it is in the path. */
  isInPath: (target: string) => boolean
}

/**
 * From this length on a secret is also searched for inside other text: `Bearer "<key>"`, `a=x;key=<key>`. A shorter one
 * may occur there by chance. In characters.
 */
const MIN_SEARCHED = 12
/** From this length on it is searched for as a word of its own, and in encodings, where it cannot occur by chance. */
const MIN_WORD = 6

/** Values of these headers, and segments of paths, are words that a password of less than 12 characters may be too. */
const WORDY_HEADER = /^(?:accept|anthropic-|content-|user-agent$|x-app$|x-claude-|x-stainless-)/i
const PATH_WORDS = new Set(
  'agents batches cancel complete content count_tokens environments files messages models organizations results sessions skills versions'.split(
    ' ',
  ),
)

/**
 * Threat model: a browser attaches the dashboard's password to every request of its origin, and users put the key into
 * whichever header or parameter they know from elsewhere. A short secret counts if it is the whole value, follows any
 * scheme (`Token <key>`), or is part of Basic credentials; from 6 characters on as a word, in base64 and in hexadecimal,
 * up to twice; a long one counts anywhere, including percent-encoded. Passwords are compared in both Unicode normalizations.
 *
 * All comparisons are on bytes, one per character, because that is how Node returns headers.
 */
export function createOwnSecrets(values: readonly (string | undefined)[]): OwnSecrets {
  const secrets = values.flatMap((value) =>
    value === undefined || value === '' ? [] : [value, value.normalize('NFC'), value.normalize('NFD')],
  )
  const whole = new Set(secrets.flatMap(bytesOf))
  const words = secrets.filter(({ length }) => length >= MIN_WORD && length < MIN_SEARCHED).flatMap(bytesOf)
  const long = secrets.filter(({ length }) => length >= MIN_SEARCHED).flatMap(bytesOf)
  const needles = [
    ...new Set([...long, ...[...long, ...words].flatMap(codedNeedles), ...wideNeedles(secrets)]),
  ]

  const isWhole = (text: string) => meanings(text).some((meaning) => whole.has(meaning))
  const contains = (text: string) => needles.some((needle) => text.includes(needle))
  const hasWord = (text: string) => words.some((word) => isWordIn(text, word))
  const isOwn = (text: string) =>
    text !== '' && decodings(text).some((form) => contains(form) || isWhole(form) || hasWord(form))
  /** Most requests have the same headers. */
  const isOwnValue = memoizeText(isOwn, { max: MAX_REMEMBERED })
  const isOwnWords = memoizeText(
    (text) => text !== '' && decodings(text).some((form) => contains(form) || isWhole(form)),
    { max: MAX_REMEMBERED },
  )
  const isOwnHeader = (name: string, value: string) =>
    WORDY_HEADER.test(name) ? isOwnWords(value) : isOwnValue(value)
  const shortest = Math.min(...[...whole].map(({ length }) => length))
  const isOwnParameter = (parameter: string) => {
    if (parameter.length < shortest) return false
    const equals = parameter.indexOf('=')
    const parts = [parameter, parameter.slice(equals + 1), parameter.slice(0, Math.max(0, equals))]
    return parts.some(isOwn)
  }
  /** True if checking each parameter may find something: there may be thousands. */
  const mayHold = (query: string) =>
    decodings(query).some(
      (form) => contains(form) || [...whole].some((secret) => form.includes(secret)) || /basic/i.test(form),
    )

  function cleanTarget(target: string): string {
    const mark = target.indexOf('?')
    if (whole.size === 0 || mark === -1 || !mayHold(target.slice(mark + 1))) return target
    const parameters = target.slice(mark + 1).split('&')
    const kept = parameters.filter((parameter) => !isOwnParameter(parameter))
    const query = kept.join('&')
    // A secret that contains `&` may appear unencoded, across parameters.
    if (kept.length === 0 || isOwn(query)) return target.slice(0, mark)
    return kept.length === parameters.length ? target : `${target.slice(0, mark)}?${query}`
  }

  return {
    headers(raw) {
      if (whole.size === 0) return []
      return raw.flatMap((name, i) =>
        i % 2 === 0 && (isOwnHeader(name, raw[i + 1] ?? '') || contains(name)) ? [name.toLowerCase()] : [],
      )
    },
    cleanTarget,
    isInPath(target) {
      if (needles.length === 0) return false
      const clean = cleanTarget(target)
      // A password may be a common word.
      if (isKnownPath(clean)) return false
      const named = words.filter((word) => !PATH_WORDS.has(word))
      return decodings(clean).some((form) => contains(form) || named.some((word) => isWordIn(form, word)))
    },
  }
}

/** Paths that Claude Code requests. */
function isKnownPath(target: string): boolean {
  return /^\/v1\/(?:messages(?:\/count_tokens)?|models)(?:\?|$)/.test(target)
}

/** Maximum number of remembered header values. */
const MAX_REMEMBERED = 300

/** Longer values cannot be a secret alone: settings accept keys of up to this length. In characters. */
const MAX_LENGTH = 4_096

/** `Bearer Basic YTpi` → itself, `Basic YTpi`, `YTpi`, `a:b`, `a`, `b` */
function meanings(value: string): string[] {
  if (value.length > MAX_LENGTH) return []
  const found: string[] = []
  let rest = value.trim()
  // One scheme may precede another; more than three do not occur.
  for (let schemes = 0; schemes <= 3; schemes++) {
    found.push(rest)
    const space = rest.search(/[ \t]/)
    if (space === -1) break
    const isBasic = rest.slice(0, space).toLowerCase() === 'basic'
    rest = rest.slice(space).trim()
    // Several credentials may be in one value: `Basic YTpi, Bearer x`.
    if (isBasic) found.push(...credentialsIn(rest), ...credentialsIn(/^[^\s,;"']*/.exec(rest)?.[0] ?? ''))
  }
  return found
}

function credentialsIn(base64: string): string[] {
  const credentials = trimEnd(Buffer.from(base64, 'base64').toString('latin1'))
  const colon = credentials.indexOf(':')
  return colon === -1
    ? [credentials]
    : [credentials, credentials.slice(0, colon), credentials.slice(colon + 1)]
}

/** Without the NUL or line feed that some programs append. */
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end--
  return text.slice(0, end)
}

/** True if a word occurs in a text between characters that are not part of words. */
function isWordIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return true
  }
  return false
}

function isWordPart(character = ''): boolean {
  return /[\w.-]/.test(character)
}

/** Bytes in base64 and in hexadecimal, and either of them coded once more. */
function codedNeedles(bytes: string): string[] {
  const once = codedOnce(bytes)
  return [...once, ...once.flatMap(codedOnce)]
}

function codedOnce(bytes: string): string[] {
  const hex = Buffer.from(bytes, 'latin1').toString('hex')
  return [...base64Needles(bytes), hex, hex.toUpperCase()]
}

/** UTF-16 in base64, as some programs for Windows send it. */
function wideNeedles(secrets: readonly string[]): string[] {
  return secrets
    .filter(({ length }) => length >= MIN_WORD)
    .flatMap((secret) => base64Needles(Buffer.from(secret, 'utf16le').toString('latin1')))
}
