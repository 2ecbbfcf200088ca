import { base64Needles } from './secret-forms.ts'

/** Replaces a secret. */
const HIDDEN = '…'

/** In characters. */
const SHORTEST_STORED = 8

/** Replaces our secrets in foreign text. */
export type SecretMask = (text: string) => string

/**
 * Hides our own secrets, in whatever spelling foreign text may have them: as they are, percent-encoded (in part, and up
 * to three times), as bytes of UTF-8 in Latin-1, escaped as in JSON, and in base64. Takes linear time.
 *
 * @param options.shortest shorter secrets are ordinary words that occur everywhere, in characters
 */
export function createSecretMask(secrets: readonly string[], options: { shortest: number }): SecretMask {
  const finder = createSecretFinder(secrets, options)
  return finder === undefined ? (text) => text : (text) => text.replaceAll(finder, HIDDEN)
}

/**
 * A mask for what is stored or logged. Shorter secrets are not hidden: they may be a word of a model's name.
 *
 * @param options.limit longer text is cut, in characters; callers keep less than that
 */
export function createOwnMask(
  secrets: readonly (string | undefined)[],
  { limit }: { limit: number },
): SecretMask {
  const mask = createSecretMask(
    secrets.filter((secret) => secret !== undefined),
    { shortest: SHORTEST_STORED },
  )
  return (text) => mask(text.length > limit ? text.slice(0, limit) : text)
}

/** Longest first, so that a shorter secret never leaves part of a longer one behind. Undefined without any secret. */
function createSecretFinder(
  secrets: readonly string[],
  { shortest }: { shortest: number },
): RegExp | undefined {
  const long = [...new Set(secrets)].filter(({ length }) => length >= shortest)
  const sorted = long.toSorted((a, b) => b.length - a.length)
  if (sorted.length === 0) return undefined
  const spelled = sorted.map((secret) => Array.from(secret, spellingsOf).join(''))
  const encoded = sorted.flatMap((secret) => base64Needles(Buffer.from(secret).toString('latin1')))
  return new RegExp([...spelled, ...new Set(encoded.map(escape))].join('|'), 'g')
}

/** `é` → `(?:é|Ã©|%(?:25){0,2}[cC]3%(?:25){0,2}[aA]9)`. The alternatives exclude each other by their first character. */
function spellingsOf(character: string): string {
  const bytes = Buffer.from(character)
  const percent = [...bytes].map((byte) => `%(?:25){0,2}${hexPattern(byte)}`).join('')
  const inJson = JSON.stringify(character).slice(1, -1)
  const spellings = new Set([character, inJson, bytes.toString('latin1')].map(escape))
  if (character === ' ') spellings.add(String.raw`\+`)
  return `(?:${[...spellings, percent].join('|')})`
}

/** 0xc3 → `[cC]3` */
function hexPattern(byte: number): string {
  const digits = byte.toString(16).padStart(2, '0')
  return digits.replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
}

function escape(word: string): string {
  return word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)
}
