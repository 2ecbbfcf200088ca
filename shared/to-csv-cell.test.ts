import { describe, expect, it } from 'vitest'
import { toCsvCell } from './to-csv-cell.ts'

const SEPARATORS = [',', ';', '\t', '|']
const FORMULA = /^[\s\u00a0]*[=+\-@%]/

/**
 * The cells for a reader with another separator. It unquotes like Python's csv; some readers also do so in mid-cell.
 */
function cellsOf(line: string, separator: string): string[] {
  return line.split(separator).flatMap((raw) => [raw, raw.replaceAll('"', ''), raw.replaceAll('""', '"')])
}

describe('a cell', () => {
  const before = [
    '',
    'abc;',
    'abc; ',
    'a|',
    'a\t',
    'a;"',
    'a;""',
    "a;'",
    ';;;',
    'a;\u00a0',
    'a; \t ',
    'a\r\n',
    'a,',
  ]
  const signs = ['=1+1', '+1', '-1+1', '@sum(1)', '%x', '=HYPERLINK("x";"y")', '=cmd|"/c calc"!A1']
  it.each(before.flatMap((start) => signs.map((sign) => start + sign)))(
    'is no formula for any reader: %j',
    (text) => {
      const line = ['id', toCsvCell(text), toCsvCell(`${text};x`), '5'].join(',')
      // A comma ends a cell only for comma readers, and those honour quotes.
      for (const separator of SEPARATORS.slice(1)) {
        for (const cell of cellsOf(line, separator)) expect(cell).not.toMatch(FORMULA)
      }
      expect(toCsvCell(text)).not.toMatch(/^"?[\s\u00a0]*[=+\-@%]/)
    },
  )

  it.each(['claude-opus-4-5', 'a+b', 'x=1', 'me@example.com', '50 %', ''])(
    'of harmless text stays: %s',
    (text) => {
      expect(toCsvCell(text)).toBe(text)
    },
  )

  it.each([
    [-5, '-5'],
    [true, 'true'],
    [undefined, ''],
  ])('of %s is %j', (value, cell) => expect(toCsvCell(value)).toBe(cell))

  it('is quoted where a sign would end it', () => {
    expect(toCsvCell('a,"b"')).toBe('"a,""b"""')
  })

  it('has an end', () => {
    expect(toCsvCell('x'.repeat(1_000_000)).length).toBe(32_000)
  })
})
