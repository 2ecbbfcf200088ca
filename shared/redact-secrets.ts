import { SECRET_WORDS } from './secret-names.ts'

/*
 * Threat model: the text comes from clients, upstreams and other programs, and is redacted on the thread that carries
 * every stream. So each pattern must run in time linear in the length of the text: a repetition is either the end of
 * its pattern, or its characters cannot contain the beginning of the pattern, so that no second search covers the same
 * characters. main/house-rules/regexes.test.ts checks this for every regular expression.
 */

/** Kind of a secret; callers choose the text that replaces each. */
export type SecretKind = 'key' | 'token' | 'secret' | 'login' | 'private-key'

/** Returns the replacement of a secret. `prefix` identifies its kind and may be shown. */
export type Replacement = (kind: SecretKind, prefix: string) => string

/** Replaces a secret by its prefix and an ellipsis: `sk-…`, `//…@`. */
export const keepPrefix: Replacement = (kind, prefix) => (kind === 'login' ? `${prefix}…@` : `${prefix}…`)

interface Shape {
  kind: SecretKind
  /** The first capture group, if any, is the prefix. */
  pattern: RegExp
}

/** Start of a word, also after an escape of a URL (`%3D`), of JSON (`\n`, `\u0022`) or of a terminal. */
const START = String.raw`(?:(?<![A-Za-z0-9])|(?<=%[\dA-Fa-f]{2})|(?<=\\[bfnrt])|(?<=\\u[\dA-Fa-f]{4})|(?<=\[[\d;]{1,12}m))`
/** Separator of a name and its value: a colon or an equals sign with optional quotes, escaped ones included. */
const ASSIGN = String.raw`(?:["'\\]|%2[27])*\s*(?:[:=]|%3[ad])\s*["'\\]*`
/** Key prefixes of known services: the source of a regular expression. */
const KEY_PREFIX = String.raw`(?:sk|pk|rk)-|(?:sk|pk|rk)_(?:live|test)_|(?:gsk|xai|csk|fw|hf|nvapi|pplx|npm|glpat|github_pat|gh[pousr]|xox[abeprs])[-_]`
const VALUE = String.raw`[^\s"'&,;}\\]{6,}`
/** @internal exported for its test */
export const SHAPES: readonly Shape[] = [
  // Matches past an END line, which is then searched within the match, so that a key without an end is hidden too.
  {
    kind: 'private-key',
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=\s:,.-]|\\[nrt])*/g,
  },
  {
    kind: 'key',
    pattern: shape(String.raw`(${KEY_PREFIX})[\w-]{8,}`),
  },
  { kind: 'key', pattern: shape(String.raw`(AIza)[\w-]{20,}`) },
  { kind: 'key', pattern: shape(String.raw`(ya29\.)[\w-]{8,}`) },
  { kind: 'key', pattern: shape(String.raw`(AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])`) },
  { kind: 'token', pattern: shape(String.raw`(eyJ)[\w+/=-]{6,}(?:\.[\w+/=-]*){0,4}`) },
  {
    kind: 'token',
    pattern: shape(String.raw`((?:bearer|basic)(?:\s|%20|\+)+)[\w.~+/=-]{8,}`, 'gi'),
  },
  { kind: 'secret', pattern: new RegExp(`((?:${SECRET_WORDS})${ASSIGN})${VALUE}`, 'gi') },
  // `Authorization: Token abc…`, with any scheme.
  {
    kind: 'secret',
    pattern: new RegExp(String.raw`(authorization${ASSIGN}(?:[a-z]{1,20}\s+)?)${VALUE}`, 'gi'),
  },
  // A whole line of cookies; the `=` of the first one distinguishes it from a word before a colon.
  {
    kind: 'secret',
    pattern: new RegExp(String.raw`(cookie${ASSIGN})[\w.$-]{1,64}=[^\r\n"\\]{6,}`, 'gi'),
  },
  { kind: 'login', pattern: /(\/\/|\\\/\\\/)[^\s/\\?#"'<>]+@/g },
]

/** A key shortened by a service: `sk-ab********cd`; also after the word `key`. For messages of that service. */
export const SHORTENED_KEY = new RegExp(
  String.raw`\b(?:${KEY_PREFIX}|(?:AIza|ya29|key|fw|hf|rk|pk|sk)[-_.])[\w-]{8,}[\w.*-]*`,
  'g',
)

/** A name and a value of any length. For the output of programs, which contains values but no code. */
export const ANY_ASSIGNMENT = new RegExp(
  String.raw`((?:${SECRET_WORDS})\w{0,30}["']?\s*[:=]\s*["']?)[^\s"',;]+`,
  'gi',
)

/** A truncated login, which is otherwise recognised by its end only. */
const CUT_LOGIN = /(\/\/|\\\/\\\/)[^\s/\\?#"'<>:]*:[^\s/\\?#"'<>]*$/g

/**
 * Prefilter: text without any of these contains no secret of the shapes above. Most model names, ids and header values
 * (about ten in each request) then need one search instead of eleven. One alternative for each shape, in the same
 * order.
 */
const SUSPECT =
  /-----BEGIN|(?:sk|pk|rk|gsk|xai|csk|fw|hf|nvapi|pplx|npm|glpat|github_pat|gh[pousr]|xox[abeprs])[-_]|AIza|ya29\.|AKIA|ASIA|eyJ|bearer|basic|api[-_]?key|token|secret|passw|passphrase|private[-_]?key|credential|authorization|cookie|@/i

/** Characters searched beyond the limit, so that the cut leaves no half of a secret. */
const OVERLAP = 1_024

/** In characters. A secret cut shorter than this may not be recognised. */
const MAX_PREFIX_LENGTH = 64

/**
 * Replaces everything that looks like a credential. Takes time linear in the length that is kept.
 *
 * @param options.limit characters kept; longer text is cut before it is searched, and ends in `…`
 */
export function redactSecrets(text: string, options: { limit: number; replace: Replacement }): string {
  const isLong = text.length > options.limit
  const seen = isLong ? text.slice(0, options.limit + OVERLAP) : text
  const isCut = seen.length < text.length
  if (!isLong && !SUSPECT.test(text)) return text
  let redacted = seen
  for (const { kind, pattern } of SHAPES)
    redacted = replaceShape(redacted, { kind, pattern }, options.replace)
  if (isCut) redacted = replaceShape(redacted, { kind: 'login', pattern: CUT_LOGIN }, options.replace)
  if (!isLong) return redacted
  // Replacements shorten the text, so the beginning of a secret at its cut end may move below the limit.
  const whole = isCut ? redacted.length - MAX_PREFIX_LENGTH : redacted.length
  return redacted.length > options.limit || isCut
    ? `${cutAt(redacted, Math.min(whole, options.limit))}…`
    : redacted
}

/** The first characters of a text, without splitting a surrogate pair. */
export function cutAt(text: string, limit: number): string {
  if (text.length <= limit) return text
  const code = text.charCodeAt(limit - 1)
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? limit - 1 : limit)
}

function replaceShape(text: string, { kind, pattern }: Shape, replace: Replacement): string {
  return text.replaceAll(pattern, (match: string, group: unknown) => {
    const shown = replace(kind, typeof group === 'string' ? group : '')
    return kind === 'private-key' ? shown + afterEnd(match) : shown
  })
}

/** `-----BEGIN … -----END PRIVATE KEY----- and words` → ` and words` */
function afterEnd(match: string): string {
  const end = match.indexOf('-----END ')
  const close = end === -1 ? -1 : match.indexOf('-----', end + '-----END '.length)
  return close === -1 ? '' : match.slice(close + '-----'.length)
}

function shape(source: string, flags = 'g'): RegExp {
  return new RegExp(START + source, flags)
}
