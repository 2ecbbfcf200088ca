import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { findIssues } from './find-issues.ts'

const Words = Type.Union(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((word) => Type.Literal(word)))
const Entry = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 3 }),
  kind: Words,
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 9 })),
  note: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  code: Type.Optional(Type.String({ pattern: '^x' })),
})
const Schema = Type.Object(
  { list: Type.Array(Entry, { maxItems: 4 }), flags: Type.Record(Type.String(), Type.Boolean()) },
  { additionalProperties: false },
)

const found = (value: unknown) =>
  findIssues(Schema, value).map(({ path, code, params }) => [path, code, ...Object.values(params)])

it('takes what is of the schema', () => {
  expect(found({ list: [{ name: 'x', kind: 'i', note: null }], flags: {} })).toEqual([])
})

const entry = (change: object) => ({ list: [{ name: 'x', kind: 'a', ...change }], flags: {} })

it.each<[string, unknown, unknown[]]>([
  ['an empty text', entry({ name: '' }), ['/list/0/name', 'invalid.empty']],
  ['a long text', entry({ name: 'long' }), ['/list/0/name', 'invalid.too_long', 3]],
  ['another word', entry({ kind: 'z' }), ['/list/0/kind', 'invalid.one_of', 'a, b, c, d, e, f, g, h, i']],
  ['a small number', entry({ size: 0 }), ['/list/0/size', 'invalid.minimum', 1]],
  ['a large number', entry({ size: 10 }), ['/list/0/size', 'invalid.maximum', 9]],
  ['a fraction', entry({ size: 1.5 }), ['/list/0/size', 'invalid.integer']],
  ['one of two types', entry({ note: 1 }), ['/list/0/note', 'invalid.text']],
  ['another form', entry({ code: 'y' }), ['/list/0/code', 'invalid.pattern']],
  ['a missing field', { list: [{ kind: 'a' }], flags: {} }, ['/list/0/name', 'invalid.required']],
  ['a field too many', { list: [], flags: {}, other: 1 }, ['/other', 'invalid.unknown_field']],
  ['a name with a slash', { list: [], flags: { 'a/b': 1 } }, ['/flags/a~1b', 'invalid.boolean']],
  ['no list', { list: 1, flags: {} }, ['/list', 'invalid.list']],
  ['no object', [], ['', 'invalid.object']],
  [
    'a long list',
    { list: Array.from({ length: 5 }, () => ({ name: 'x', kind: 'a' })), flags: {} },
    ['/list', 'invalid.too_many', 4],
  ],
])('names the field once, and why: %s', (_what, value, issue) => {
  expect(found(value)).toEqual([issue])
})

it('names every field of a value with many errors', () => {
  const wrong = { name: '', kind: 'z', size: 0, note: 1, code: 'y' }
  const list = Array.from({ length: 4 }, () => wrong)
  expect(found({ list, flags: {} }).map(([path]) => path)).toEqual(
    list.flatMap((_, at) => Object.keys(wrong).map((field) => `/list/${at}/${field}`)),
  )
})

it('stops after two thousand errors', () => {
  const flags = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}`, 1]))
  expect(found({ list: [], flags })).toHaveLength(2_000)
})
