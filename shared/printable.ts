/** Control characters, line separators, bidirectional marks, and invisible characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/**
 * Untrusted text, safe for one line of a terminal: control characters (C0 and C1), bidirectional and zero-width marks,
 * line breaks and lone surrogates are escaped as in JSON, so that JSON keeps its meaning.
 *
 * a␛[31mb → a\u001b[31mb
 *
 * @param options.keepsBreaks keeps line feeds and tabs, for text of several lines
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
