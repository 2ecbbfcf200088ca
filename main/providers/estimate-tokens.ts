/**
 * About how many tokens a text is. Against cl100k_base it was within a fifth for Claude Code's own prompts and tools,
 * source code, JSON, logs and prose in six languages. A real tokenizer carries megabytes of tables; this reads 1 MB
 * in some 25 ms, which is what one may spend on the main thread.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  let start = 0
  while (start < text.length) {
    const end = endOfRun(text, start)
    tokens += weighRun(text, start, end)
    start = end
  }
  return Math.ceil(tokens)
}

/** A run is what a tokenizer would begin anew with: a word, a number, white space, signs, a character. */
function endOfRun(text: string, start: number): number {
  const code = text.charCodeAt(start)
  if (code >= 128) return start + 1
  // `XMLHttpRequest` is read as `XMLHttp`, `Request`: tokenizers part words about there.
  if (isLetter(code)) return skip(text, skip(text, start, isUpper), isLower)
  if (isDigit(code)) return skip(text, start, isDigit)
  return skip(text, start, isSpace(code) ? isSpace : isSign)
}

function weighRun(text: string, start: number, end: number): number {
  const code = text.charCodeAt(start)
  const length = end - start
  if (code >= 128) return weighCharacter(code)
  if (isDigit(code)) return Math.ceil(length / 3)
  if (isLetter(code)) {
    const tokens = length <= 8 ? 1 : length <= 12 ? 1.4 : length / 6
    const continues = start > 0 && isLower(text.charCodeAt(start - 1))
    return continues ? tokens - 0.15 : tokens
  }
  // A single space belongs to the word behind it.
  if (isSpace(code)) return code === 32 && length === 1 ? 0.08 : 1.2
  return Math.max(1, length * 0.46)
}

function skip(text: string, start: number, belongs: (code: number) => boolean): number {
  let at = start
  while (at < text.length && belongs(text.charCodeAt(at))) at++
  return at
}

/** Tokens of one character outside ASCII. */
function weighCharacter(code: number): number {
  if ((code >= 0x3000 && code <= 0xd7ff) || (code >= 0xf900 && code <= 0xffef)) return 0.97
  if (code >= 0xd800 && code <= 0xdfff) return 1.3
  if (code >= 0x2000) return 1.2
  return code < 0x250 ? 0.9 : 0.42
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90
}

function isLetter(code: number): boolean {
  return isLower(code) || isUpper(code)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

function isSign(code: number): boolean {
  return code < 128 && !isSpace(code) && !isLetter(code) && !isDigit(code)
}
