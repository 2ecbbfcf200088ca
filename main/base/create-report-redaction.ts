import { isSecretName } from '../../shared/secret-names.ts'
import { redactForeignText } from './redact-foreign-text.ts'
import { createSecretMask, type SecretMask } from './create-secret-mask.ts'

/*
 * Threat model: the output is shown in a page and sent to strangers. There are three layers, because each has gaps:
 * fields with secret-sounding names lose their text; every secret known to this program is replaced wherever it occurs,
 * also inside a URL; and anything that looks like a known service's key, credentials in a URL or an e-mail address is
 * removed. Data that must never appear at all (bodies, headers) is not collected.
 */

/** Longer texts are cut: an error may quote a whole upstream response. In characters. */
const MAX_TEXT_LENGTH = 4_000
/** A key that crosses the cut is still matched whole up to this length. In characters. */
const MAX_KEY_LENGTH = 256
/** Values nested deeper are dropped. */
const MAX_DEPTH = 12
/** Shorter values are ordinary words that occur everywhere. In characters. */
const SHORTEST_SECRET = 4

const HIDDEN = '…'
/** Matches only at the start of a word: trying every letter of a long one would take quadratic time. */
const EMAIL = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** Characters that could make a text look like another one in a page or terminal. Line breaks and tabs stay. */
const INVISIBLE = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

export interface ReportRedaction {
  text: (text: string) => string
  /** Returns the same structure with all text redacted, including names. */
  value: (value: unknown) => unknown
}

export interface ReportRedactionDeps {
  /** Secrets to remove. The same array as long as none of them changes. */
  secrets: () => readonly string[]
  /** Home folders, which are replaced by `~`; omit to keep paths. */
  homes?: readonly string[]
}

export function createReportRedaction({ secrets, homes = [] }: ReportRedactionDeps): ReportRedaction {
  let known: readonly string[] | undefined
  let mask: SecretMask = (dirty) => dirty
  /** Length of the longest secret, in characters. */
  let longest = MAX_KEY_LENGTH
  // Some file systems are case-insensitive.
  const home = toFinder(homes, 'gi')

  function text(dirty: string): string {
    const now = secrets()
    if (now !== known) {
      known = now
      longest = Math.max(MAX_KEY_LENGTH, ...now.map(({ length }) => 3 * length))
      mask = createSecretMask(now, { shortest: SHORTEST_SECRET })
    }
    // Long enough to match a secret that crosses the cut, even percent-encoded, without searching all of a huge text.
    const seen = dirty.slice(0, MAX_TEXT_LENGTH + longest)
    const without = mask(seen)
    const rest =
      seen.length < dirty.length ? without.slice(0, Math.max(0, without.length - longest)) : without
    const clean = redactForeignText(rest.slice(0, MAX_TEXT_LENGTH + MAX_KEY_LENGTH))
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

/** Longest first, so that a shorter home never leaves part of a longer one behind. */
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
