import { isSecretName } from '../../shared/secret-names.ts'

/*
 * Threat model: what comes out of here is shown in a page and sent to strangers. Three nets lie over each other,
 * because each has holes: fields whose name announces a secret lose their text; every secret that this program knows is
 * replaced wherever it stands, also as part of an address; and what looks like a key of a known service, a sign-in in
 * an address or an e-mail address goes too. What must never be there at all (bodies, headers) is not collected.
 */

/** Longer texts are cut: an error may carry a whole answer of somebody else. In characters. */
const MAX_TEXT_LENGTH = 4_000
/** What stands over the cut is still seen as a whole. In characters. */
const MAX_KEY_LENGTH = 256
/** What is nested deeper has no reader. */
const MAX_DEPTH = 12
/** Shorter values are words that stand everywhere. */
const SHORTEST_SECRET = 4

const HIDDEN = '…'
/** Begins only where a word does: from every letter of a long one it would take time that grows with its square. */
const EMAIL = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** What would make a text look like another one, in a page or a terminal. Line breaks and tabs stay. */
const INVISIBLE = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

export interface Redaction {
  text: (text: string) => string
  /** The same form with every text in it redacted, names included. */
  value: (value: unknown) => unknown
}

export interface RedactionDeps {
  /** What must not appear. The same array as long as nothing in it changes. */
  secrets: () => readonly string[]
  /** Replaces what looks like a key. */
  looks: (text: string) => string
  /** Folders of the user, which become `~`; none where paths may stay. */
  homes?: readonly string[]
}

export function createRedaction({ secrets, looks, homes = [] }: RedactionDeps): Redaction {
  let known: readonly string[] | undefined
  /** Finds each of `known`. */
  let finder: RegExp | undefined
  /** Of the secrets, in characters. */
  let longest = MAX_KEY_LENGTH
  // Some systems do not tell capitals apart.
  const home = toFinder(homes, 'gi')

  function text(dirty: string): string {
    const now = secrets()
    if (now !== known) {
      known = now
      longest = Math.max(MAX_KEY_LENGTH, ...now.map(({ length }) => 3 * length))
      finder = toFinder(now.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(spellings))
    }
    // So much that a secret over the cut is seen whole, also percent-encoded; a text of any length is not searched.
    const seen = dirty.slice(0, MAX_TEXT_LENGTH + longest)
    const without = finder === undefined ? seen : seen.replaceAll(finder, HIDDEN)
    const rest =
      seen.length < dirty.length ? without.slice(0, Math.max(0, without.length - longest)) : without
    const clean = looks(rest.slice(0, MAX_TEXT_LENGTH + MAX_KEY_LENGTH))
      .replaceAll(EMAIL, '…@…')
      .replaceAll(INVISIBLE, keepBreaks)
    const isLong = clean.length > MAX_TEXT_LENGTH || seen.length < dirty.length
    const short = isLong ? `${clean.slice(0, MAX_TEXT_LENGTH)} (cut)` : clean
    return home === undefined ? short : short.replaceAll(home, '~')
  }

  function value(dirty: unknown, depth = 0): unknown {
    if (typeof dirty === 'string') return text(dirty)
    if (typeof dirty !== 'object' || dirty === null) return dirty
    if (depth >= MAX_DEPTH) return HIDDEN
    if (Array.isArray(dirty)) return dirty.map((one) => value(one, depth + 1))
    return Object.fromEntries(
      Object.entries(dirty).map(([name, one]) => [
        text(name),
        typeof one === 'string' && one !== '' && isSecretName(name) ? HIDDEN : value(one, depth + 1),
      ]),
    )
  }
  return { text, value: (dirty) => value(dirty) }
}

/** As it is, and as it stands in an address or in JSON. */
function spellings(secret: string): string[] {
  return [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)]
}

/** The longest first, so that no rest of one stays behind a shorter one. */
function toFinder(words: readonly string[], flags = 'g'): RegExp | undefined {
  const each = [...new Set(words)].filter((word) => word !== '').toSorted((a, b) => b.length - a.length)
  return each.length === 0 ? undefined : new RegExp(each.map(escape).join('|'), flags)
}

function escape(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}

function keepBreaks(sign: string): string {
  return sign === '\n' || sign === '\t' ? sign : '\ufffd'
}
