import { createScanner } from 'jsonc-parser'

/** The deepest setting is at level 6. Parsers recurse, and so does whatever reads their result. */
const MAX_DEPTH = 100

/** Tests for brackets nested so deep in JSON, with or without comments, that a parser's stack could end. */
export function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true)
  let depth = 0
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text[scanner.getTokenOffset()]
    if (first === '{' || first === '[') depth++
    if (first === '}' || first === ']') depth--
    if (depth > MAX_DEPTH) return true
  }
  return false
}
