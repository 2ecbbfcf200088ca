/** What a terminal obeys, what turns text around or joins lines, and what cannot be seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/**
 * Text of somebody else's on one line of a terminal: control characters (C0 and C1), bidirectional and zero-width
 * marks, line breaks and half surrogates become escapes as in JSON, so that JSON stays the same JSON.
 *
 *     a␛[31mb → a\u001b[31mb
 *
 * @param options.keepsBreaks leaves line feeds and tabs, for text of several lines
 */
export function printable(text: string, { keepsBreaks = false } = {}): string {
  return text.replaceAll(INVISIBLE, (sign) =>
    keepsBreaks && (sign === '\n' || sign === '\t') ? sign : escape(sign),
  )
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escape(sign: string): string {
  const short = SHORT[sign]
  if (short !== undefined) return short
  let escaped = ''
  for (let at = 0; at < sign.length; at++) {
    escaped += String.raw`\u` + sign.charCodeAt(at).toString(16).padStart(4, '0')
  }
  return escaped
}
