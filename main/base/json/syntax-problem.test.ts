import { parseTree, type ParseError } from 'jsonc-parser'
import { expect, it } from 'vitest'
import { inEnglish, say, toMessage } from '../../../shared/language/say.ts'
import { syntaxProblem } from './syntax-problem.ts'

function problemOf(text: string) {
  const errors: ParseError[] = []
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  const [first] = errors
  if (first === undefined) throw new Error(`valid: ${text}`)
  return syntaxProblem(text, first)
}

it.each([
  ['{ "port": 3456, oops }', 'Line 1, column 17: unexpected character.'],
  ['{"a": }', 'Line 1, column 7: a value is missing.'],
  ['{"a" 1}', 'Line 1, column 6: a colon is missing.'],
  ['{"a": 1\n "b": 2}', 'Line 2, column 2: a comma is missing.'],
  ['{"a": 1', 'Line 1, column 8: a closing } is missing.'],
  ['[1', 'Line 1, column 3: a closing ] is missing.'],
  ['{1: 2}', 'Line 1, column 2: a name in double quotes is missing.'],
  ['{} {}', 'Line 1, column 4: text after the end of the JSON value.'],
  ['{"a": "b', 'Line 1, column 7: a closing double quote is missing.'],
  [String.raw`"\x"`, 'Line 1, column 1: an invalid escape sequence.'],
  ['{"a": 1, // b\n}', 'Line 1, column 10: a comment that isn’t allowed or doesn’t end.'],
  ['{"a": 1.}', 'Line 1, column 7: an invalid number.'],
])('says what is wrong with %j', (text, said) => {
  expect(inEnglish(problemOf(text))).toBe(said)
})

it('says it in German', () => {
  expect(say(toMessage(problemOf('{"a": }')), 'de')).toBe('Zeile 1, Spalte 7: Ein Wert fehlt.')
})

it('does not quote the text', () => {
  expect(JSON.stringify(problemOf('{"apikey": sk-secret}'))).not.toContain('secret')
})
