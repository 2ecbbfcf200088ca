/*
 * Threat model: models, clients and repositories choose the text of a cell, and a spreadsheet may run it as a formula
 * (OWASP, CSV injection). A reader may split at another separator than ours: German Excel splits at `;`, others at tabs
 * or `|`, and each of them trims spaces. So a formula is searched for after each of these.
 */

/** Start of a cell; tab, CR and `|` are dangerous here themselves. */
const BEGINS = /^\s*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]/
/** Start of a part after a separator, including characters that readers trim or unquote. */
const PART = /[^;|\t\r\n]+/g
const PART_BEGINS = /^[\s"']*[=+\-@%\uff1d\uff0b\uff0d\uff20]/

/** Control characters of terminals, and bidirectional marks. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** Longer cells are cut: the limit of a spreadsheet cell is 32,767 characters. */
const MAX_CHARS = 32_000

/**
 * One cell of comma-separated values (RFC 4180), without formulas for any common reader and without invisible
 * characters.
 */
export function toCsvCell(cell: string | number | boolean | undefined): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell)
  const seen = cell.slice(0, MAX_CHARS)
  const parts = seen.replaceAll(PART, (part) => (PART_BEGINS.test(part) ? `'${part}` : part))
  const text = (BEGINS.test(seen) && !parts.startsWith("'") ? `'${parts}` : parts).replaceAll(
    INVISIBLE,
    escapeCharacter,
  )
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One row, with its line ending. */
export function toCsvRow(cells: readonly Parameters<typeof toCsvCell>[0][]): string {
  return `${cells.map(toCsvCell).join(',')}\r\n`
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
