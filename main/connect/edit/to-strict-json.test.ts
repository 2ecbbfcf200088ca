import fc from 'fast-check'
import { expect, it } from 'vitest'
import { settingsTexts } from '../testing/settings-texts.ts'
import { toStrictJson } from './to-strict-json.ts'

it.each<[string, string, string | undefined]>([
  ['comment lines go whole', '{\n  // mine\n  "a": 1\n}\n', '{\n  "a": 1\n}\n'],
  [
    'a comment behind a value leaves the line',
    '{\r\n\t"a": 1, /* x */\r\n\t"b": 2 // y\r\n}',
    '{\r\n\t"a": 1,\r\n\t"b": 2\r\n}',
  ],
  ['a comment before a value leaves the indentation', '{\n  /* x */ "a": 1\n}', '{\n   "a": 1\n}'],
  ['trailing commas', '{"a":[1,2,],"b":{"c":1,},}', '{"a":[1,2],"b":{"c":1}}'],
  ['a comma before a comment before the end', '{"a":1, // last\n}', '{"a":1\n}'],
  ['what looks like either inside a string stays', '{"a":"//no, /*no*/ ,}"}', '{"a":"//no, /*no*/ ,}"}'],
  ['strict JSON is as it was', '{ "a" : 1 }', '{ "a" : 1 }'],
  ['what is more than that is not made', '{"a": 01}', undefined],
  ['nor what has no value', '{"a": }', undefined],
])('%s', (_what, text, strict) => {
  expect(toStrictJson(text)).toBe(strict)
})

it('makes JSON of the same value from any settings, and of its own result the same again', () => {
  fc.assert(
    fc.property(settingsTexts, (content) => {
      const text = content.replace(/^\uFEFF/, '')
      const strict = toStrictJson(text)
      // A blank file is not JSON, but Claude Code accepts it.
      fc.pre(text.trim() !== '')
      expect(strict).toBeDefined()
      expect(() => JSON.parse(strict ?? '')).not.toThrow()
      expect(toStrictJson(strict ?? '')).toBe(strict)
    }),
    { numRuns: 300 },
  )
})
