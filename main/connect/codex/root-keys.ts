/** A key of a TOML file that stands before the first table, as offsets in the text. */
export interface RootKey {
  /** As written: bare, or with its quotes. */
  name: string
  start: number
  valueStart: number
  /** Exclusive. */
  valueEnd: number
}

/**
 * The keys before the first table, in their order (toml.io/en/v1.0.0).
 *
 * @param text valid TOML; of other text, the keys up to where it can't be understood
 */
export function rootKeys(text: string): RootKey[] {
  const keys: RootKey[] = []
  let at = skipTrivia(text, 0)
  while (at < text.length && text[at] !== '[') {
    const equals = findEquals(text, at)
    if (equals === undefined) break
    let valueStart = equals + 1
    while (text[valueStart] === ' ' || text[valueStart] === '\t') valueStart++
    const valueEnd = endOfValue(text, valueStart)
    keys.push({ name: text.slice(at, equals).trim(), start: at, valueStart, valueEnd })
    at = skipTrivia(text, valueEnd)
  }
  return keys
}

/** The offset behind the line's end. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end + 1
}

/** Skips white space, line ends and comments. */
function skipTrivia(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    if (text[at] === '#') at = endOfLine(text, at)
    else if (isSpace(text[at])) at++
    else break
  }
  return at
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}

/** A key may be quoted and contain an equals sign then. */
function findEquals(text: string, from: number): number | undefined {
  let at = from
  while (at < text.length && text[at] !== '=') {
    if (isQuote(text[at])) at = endOfString(text, at)
    else at++
  }
  return at < text.length ? at : undefined
}

/** Arrays and inline tables may go on over several lines, with comments in between. */
function endOfValue(text: string, from: number): number {
  let depth = 0
  let at = from
  while (at < text.length) {
    const character = text[at]
    if (depth === 0 && (character === '#' || character === '\n')) break
    if (character === '[' || character === '{') depth++
    if (character === ']' || character === '}') depth--
    if (isQuote(character)) at = endOfString(text, at)
    else if (character === '#') at = endOfLine(text, at)
    else at++
  }
  return from + text.slice(from, at).trimEnd().length
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'"
}

function endOfString(text: string, from: number): number {
  const quote = text[from] ?? ''
  const isLong = text.startsWith(quote.repeat(3), from)
  const mark = isLong ? quote.repeat(3) : quote
  let at = from + mark.length
  while (at < text.length && !text.startsWith(mark, at)) at += quote === '"' && text[at] === '\\' ? 2 : 1
  at += mark.length
  // One or two quotes may stand before the three that end a long string.
  if (isLong) while (text[at] === quote) at++
  return Math.min(at, text.length)
}
