import type { RawHeaders } from './headers.ts'
import { base64Needles, bytesOf, decodings } from './secret-forms.ts'

/** Keeps Signalbox's own key and password away from upstreams, wherever a client put them. */
export interface OwnSecrets {
  /** Names (lower case) of the headers that carry one. */
  headers: (raw: RawHeaders) => string[]
  /** A request target without the parameters that carry one; the same string where none does. */
  cleanTarget: (target: string) => string
  /** True for a target that carries one where it cannot be taken out: in its path. */
  isInPath: (target: string) => boolean
}

/**
 * From this length on a secret is searched for within other text: `Bearer "<key>"`, `a=x;key=<key>`. A shorter one
 * may stand there by chance. In characters.
 */
const MIN_SEARCHED = 12

/**
 * A browser attaches the dashboard's password to everything of its origin, and people put the key into whichever
 * header or parameter they know from elsewhere. A short secret counts when it is the value alone, behind any scheme
 * (`Token <key>`), or inside of Basic credentials; a long one wherever it stands, percent-encoded and in base64 too.
 *
 * All comparing is done on bytes, one per character, because that is how Node gives headers.
 */
export function createOwnSecrets(values: readonly (string | undefined)[]): OwnSecrets {
  const secrets = values.flatMap((value) => (value === undefined || value === '' ? [] : [value]))
  const whole = new Set(secrets.flatMap(bytesOf))
  const long = secrets.filter(({ length }) => length >= MIN_SEARCHED).flatMap(bytesOf)
  const needles = [...new Set([...long, ...long.flatMap(base64Needles)])]

  const isWhole = (text: string) => meanings(text).some((meaning) => whole.has(meaning))
  const contains = (text: string) => needles.some((needle) => text.includes(needle))
  const isOwn = (text: string) =>
    text !== '' && decodings(text).some((form) => contains(form) || isWhole(form))
  const shortest = Math.min(...[...whole].map(({ length }) => length))
  const isOwnParameter = (parameter: string) => {
    if (parameter.length < shortest) return false
    const equals = parameter.indexOf('=')
    const parts = [parameter, parameter.slice(equals + 1), parameter.slice(0, Math.max(0, equals))]
    return parts.some(isOwn)
  }
  /** True where a look at each parameter may find something: there may be thousands. */
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
    // One that has a `&` of its own may stand there as it is.
    if (kept.length === 0 || isOwn(query)) return target.slice(0, mark)
    return kept.length === parameters.length ? target : `${target.slice(0, mark)}?${query}`
  }

  return {
    headers(raw) {
      if (whole.size === 0) return []
      return raw.flatMap((name, i) =>
        i % 2 === 0 && (isOwn(raw[i + 1] ?? '') || contains(name)) ? [name.toLowerCase()] : [],
      )
    },
    cleanTarget,
    isInPath(target) {
      if (needles.length === 0) return false
      const clean = cleanTarget(target)
      // A password may be a usual word.
      return !isKnownPath(clean) && decodings(clean).some(contains)
    },
  }
}

/** What Claude Code asks for. */
function isKnownPath(target: string): boolean {
  return /^\/v1\/(?:messages(?:\/count_tokens)?|models)(?:\?|$)/.test(target)
}

/** Longer values are not a secret alone: settings take keys of up to this length. In characters. */
const MAX_LENGTH = 4_096

/** `Bearer Basic YTpi` → itself, `Basic YTpi`, `YTpi`, `a:b`, `a`, `b` */
function meanings(value: string): string[] {
  if (value.length > MAX_LENGTH) return []
  const found: string[] = []
  let rest = value.trim()
  // A scheme may stand before another; nobody writes more of them.
  for (let schemes = 0; schemes <= 3; schemes++) {
    found.push(rest)
    const space = rest.search(/[ \t]/)
    if (space === -1) break
    const isBasic = rest.slice(0, space).toLowerCase() === 'basic'
    rest = rest.slice(space).trim()
    if (isBasic) found.push(...credentialsIn(rest))
  }
  return found
}

function credentialsIn(base64: string): string[] {
  const credentials = Buffer.from(base64, 'base64').toString('latin1')
  const colon = credentials.indexOf(':')
  return colon === -1
    ? [credentials]
    : [credentials, credentials.slice(0, colon), credentials.slice(colon + 1)]
}
