/**
 * Words of a text as the index has them: letters and digits, in lower case and without accents. Both databases split at
 * the same places, because the text is split here.
 *
 * `src/parse-Duration.ts` → `src parse duration ts`
 */
export function toTokens(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}
