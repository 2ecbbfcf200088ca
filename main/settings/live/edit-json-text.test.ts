import { describe, expect, it } from 'vitest'
import { editJsonText } from './edit-json-text.ts'
import { parseJsonFile } from './parse-json-file.ts'

function edit(text: string, members: Record<string, unknown>): string | undefined {
  const { file } = parseJsonFile(text)
  return file && editJsonText(file, members)
}

describe('editJsonText', () => {
  it.each([
    ['the last entry of a tight list', '{"a":[{"b":1}/*x*/,{"c":2}]}', { a: [{ b: 1 }] }, '{"a":[{"b":1}]}'],
    ['the last entry before a comma too many', '{"a":[1,2/*x*/,]}', { a: [1] }, '{"a":[1/*x*/,]}'],
    ['the first entry', '{"a":[1, /*two*/ 2, 3]}', { a: [2, 3] }, '{"a":[2, 3]}'],
    [
      'an entry in the middle',
      '{ "a": [1 /*one*/, 2, 3 /*three*/] }',
      { a: [1, 3] },
      '{ "a": [1 /*one*/, 3 /*three*/] }',
    ],
    ['a member', '{ "a": { "b": 1, "c": 2 /*two*/ } }', { a: { c: 2 } }, '{ "a": {"c": 2 /*two*/ } }'],
  ])('removes %s and nothing around it', (_title, text, members, expected) => {
    expect(edit(text, members)).toBe(expected)
  })

  it.each([
    ['behind', '{ "a": [1 /*one*/] }', { a: [1, 2] }, '{ "a": [1, 2 /*one*/] }'],
    ['in front', '{ "a": [1 /*one*/] }', { a: [0, 1] }, '{ "a": [0,1 /*one*/] }'],
    [
      'between',
      '{ "a": [1 /*one*/, 3 /*three*/] }',
      { a: [1, 2, 3] },
      '{ "a": [1, 2 /*one*/, 3 /*three*/] }',
    ],
  ])('adds an entry %s the others', (_title, text, members, expected) => {
    expect(edit(text, members)).toBe(expected)
  })

  it('changes one value and leaves the other bytes', () => {
    const text = '{\r\n\t"n": 1.50e1, // a number\r\n\t"a": {"b" :1,\r\n"c": [ true ]}\r\n}'
    expect(edit(text, { a: { b: 2, c: [true] } })).toBe(text.replace('"b" :1', '"b" :2'))
  })

  it('writes a section of many changes as a whole, and the others not', () => {
    const list = Array.from({ length: 100 }, (_, n) => n)
    const text = `{\n  "a": [ // numbers\n    ${list.join(', ')}\n  ], // a\n  "b": 1 // b\n}\n`
    const edited = edit(text, { a: list.map((n) => n + 1000) })
    expect(edited).toContain('"b": 1 // b')
    expect(edited).toContain('], // a')
    expect(parseJsonFile(edited ?? '').file?.value).toEqual({ a: list.map((n) => n + 1000), b: 1 })
  })

  it('gives up where a key stands twice', () => {
    expect(edit('{"a":[1],"a":[2,3,4]}', { a: [2, 3] })).toBeUndefined()
  })
})
