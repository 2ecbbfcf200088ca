import { expect, it } from 'vitest'
import { printable } from './printable.ts'

it.each([
  '\u0000',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u009b',
  '\u00ad',
  '\u200b',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\n',
  '\r',
  '\t',
  '\ud800',
  '\u{e0041}',
])('shows %j as an escape that JSON reads back', (sign) => {
  const shown = printable(`a${sign}b`)
  expect(shown).toMatch(/^a(?:\\[nrt]|(?:\\u[\da-f]{4}){1,2})b$/)
  expect(JSON.parse(`"${shown}"`)).toBe(`a${sign}b`)
})

it.each(['plain', 'größe 🔑 日本語', 'C:\\x "y"', ''])('leaves %j', (text) =>
  expect(printable(text)).toBe(text),
)

it('leaves line feeds and tabs of a text of several lines', () => {
  expect(printable('a\n\tb\r\u001bc', { keepsBreaks: true })).toBe('a\n\tb\\r\\u001bc')
})
