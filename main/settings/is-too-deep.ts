import { createScanner } from 'jsonc-parser'

/** The deepest setting is at level 6. The limit protects recursive parsers and readers. */
const MAX_DEPTH = 100

/** True if brackets in JSON, with or without comments, are nested deep enough to overflow a parser's stack. */
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
