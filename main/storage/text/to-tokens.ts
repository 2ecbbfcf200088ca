/**
 * Words of a text as the index has them: letters and digits, in lower case and without accents. Both databases split at
 * the same places, because the text is split here.
 *
 * `src/parse-Duration.ts` → `src parse duration ts`
 */
export function toTokens(text: string): string {
  return asciiTokens(text) ?? unicodeTokens(text)
}

const SPACE = 0x20
/** By code: the letter in lower case, or the digit; 0 for all that separates words. */
const WORD_CODES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCodePoint(code)
  return /[A-Za-z0-9]/.test(character) ? (character.toLowerCase().codePointAt(0) ?? 0) : 0
})

/**
 * Blocks of Unicode without letters, digits or accents, also after decomposition: punctuation, arrows and mathematics,
 * boxes and dingbats. Their characters are in many English texts: `’ — … → ✓`.
 */
const SYMBOL_BLOCKS = [
  [0x2000, 0x206f],
  [0x2190, 0x23ff],
  [0x2500, 0x2775],
] as const

function isSymbol(code: number): boolean {
  return SYMBOL_BLOCKS.some(([first, last]) => code >= first && code <= last)
}

/** Most texts have ASCII words only, which takes a fraction of the time. Undefined for others. */
function asciiTokens(text: string): string | undefined {
  const tokens = Buffer.allocUnsafe(text.length)
  let length = 0
  let isBetween = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= WORD_CODES.length && !isSymbol(code)) return undefined
    const word = WORD_CODES[code] ?? 0
    if (word === 0) {
      isBetween = length > 0
      continue
    }
    if (isBetween) tokens[length++] = SPACE
    isBetween = false
    tokens[length++] = word
  }
  return tokens.toString('latin1', 0, length)
}

function unicodeTokens(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}
