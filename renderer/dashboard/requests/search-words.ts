import { createContext } from 'react'

/** Words that the list is searched for; its summaries mark them. */
export const SearchWords = createContext<readonly string[]>([])

/** `Fix  "the" parser` → `['fix', '"the"', 'parser']` */
export function wordsOf(search: string | undefined): readonly string[] {
  return (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
}

/**
 * Splits a text at the beginnings of words that match, ignoring the case: `('The parser', ['pars'])` →
 * `[['The ', false], ['pars', true], ['er', false]]`.
 */
export function splitAtWords(
  text: string,
  words: readonly string[],
): readonly (readonly [part: string, isMatch: boolean])[] {
  const lower = text.toLowerCase()
  // A letter that is longer in lower case would shift all places behind it.
  if (words.length === 0 || lower.length !== text.length) return [[text, false]]
  const parts: [string, boolean][] = []
  let at = 0
  while (at < text.length) {
    const next = nextMatch(lower, words, at)
    if (next === undefined) break
    if (next.start > at) parts.push([text.slice(at, next.start), false])
    parts.push([text.slice(next.start, next.end), true])
    at = next.end
  }
  if (at < text.length) parts.push([text.slice(at), false])
  return parts
}

function nextMatch(
  lower: string,
  words: readonly string[],
  from: number,
): { start: number; end: number } | undefined {
  let best: { start: number; end: number } | undefined
  for (const word of words) {
    let start = lower.indexOf(word, from)
    while (start > 0 && isWordCharacter(lower[start - 1])) start = lower.indexOf(word, start + 1)
    if (start !== -1 && (best === undefined || start < best.start)) best = { start, end: start + word.length }
  }
  return best
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}
