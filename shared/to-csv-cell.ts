/*
 * Threat model: models, clients and repositories choose what stands in a cell, and a spreadsheet takes a text for a
 * formula and runs it (OWASP, CSV injection). A reader may split at another separator than ours: German Excel splits
 * at `;`, others at tabs or `|`, and each of them trims spaces. So a formula is looked for behind each of these.
 */

/** At the start of a cell, where tab, CR and `|` are dangerous themselves. */
const BEGINS = /^\s*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]/
/** Behind a separator, with what readers trim or unquote before it. */
const PART = /[^;|\t\r\n]+/g
const PART_BEGINS = /^[\s"']*[=+\-@%\uff1d\uff0b\uff0d\uff20]/

/** Characters that a terminal obeys, or that turn text around. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** Longer cells are cut: a spreadsheet takes 32,767 characters. */
const MAX_CHARS = 32_000

/** One cell of comma-separated values (RFC 4180): no formula for any usual reader, and nothing invisible. */
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

/** One row, with its line end. */
export function toCsvRow(cells: readonly Parameters<typeof toCsvCell>[0][]): string {
  return `${cells.map(toCsvCell).join(',')}\r\n`
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
