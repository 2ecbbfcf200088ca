import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRecord } from '../../base/json/is-record.ts'
import { sentBody } from '../testing/sent-body.ts'
import { cleanGeminiSchema } from './clean-gemini-schema.ts'
import type { Fields } from './fields.ts'

/** Google's `Schema` (https://ai.google.dev/api/caching#Schema). */
const KEYWORDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: (value) => ['string', 'number', 'integer', 'boolean', 'array', 'object'].includes(String(value)),
  format: (value) => typeof value === 'string',
  title: (value) => typeof value === 'string',
  description: (value) => typeof value === 'string',
  nullable: (value) => typeof value === 'boolean',
  enum: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== ''),
  items: isRecord,
  properties: isRecord,
  required: Array.isArray,
  anyOf: (value) => Array.isArray(value) && value.length > 0,
  propertyOrdering: Array.isArray,
  default: () => true,
  pattern: (value) => typeof value === 'string',
  ...Object.fromEntries(
    [
      'minimum',
      'maximum',
      'minItems',
      'maxItems',
      'minLength',
      'maxLength',
      'minProperties',
      'maxProperties',
    ].map((key) => [key, (value: unknown) => typeof value === 'number']),
  ),
}

/** Everything that Gemini would refuse, with its path. */
function refusals(schema: unknown, path = 'parameters'): string[] {
  if (!isRecord(schema)) return [`${path}: not an object`]
  const { items, properties, anyOf } = schema
  const own = Object.entries(schema).flatMap(([key, value]) => {
    return KEYWORDS[key]?.(value) === true ? [] : [`${path}.${key}: ${JSON.stringify(value)}`]
  })
  const known = isRecord(properties) ? properties : {}
  return [
    ...own,
    ...[...brokenText(schema), ...brokenParts(schema, known)].map((rule) => `${path}.${rule}`),
    ...Object.entries(known).flatMap(([name, value]) => refusals(value, `${path}.properties[${name}]`)),
    ...(items === undefined ? [] : refusals(items, `${path}.items`)),
    ...(Array.isArray(anyOf) ? anyOf.flatMap((one, at) => refusals(one, `${path}.anyOf[${at}]`)) : []),
  ]
}

function brokenText({ type, enum: values, format }: Fields): string[] {
  const isText = type === 'string'
  const isKnown = format === undefined || format === 'enum' || format === 'date-time'
  return [
    values !== undefined && !isText && 'enum: only allowed for STRING type',
    Array.isArray(values) && new Set(values).size < values.length && 'enum: duplicate',
    isText && format === 'enum' && values === undefined && 'enum: should be non-empty',
    isText && !isKnown && 'format: only enum and date-time are supported',
  ].filter((rule) => rule !== false)
}

function brokenParts({ type, items, properties, required }: Fields, known: Fields): string[] {
  const names: unknown[] = Array.isArray(required) ? required : []
  return [
    type === 'array' && items === undefined && 'items: missing field',
    items !== undefined && type !== 'array' && 'items: only allowed for ARRAY type',
    properties !== undefined && type !== 'object' && 'properties: only allowed for OBJECT type',
    names.some((name) => !Object.hasOwn(known, String(name))) && 'required: property is not defined',
  ].filter((rule) => rule !== false)
}

/** Schemas as the generators of MCP servers write them: zod, pydantic, Go, C#, and by hand. */
const REAL: Readonly<Record<string, Fields>> = {
  'zod optional enum with an empty default': {
    type: 'object',
    properties: { state: { type: 'string', enum: ['', 'open', 'closed'], default: '' } },
    additionalProperties: false,
    $schema: 'http://json-schema.org/draft-07/schema#',
  },
  'zod union and literal': {
    type: 'object',
    properties: {
      filter: { anyOf: [{ type: 'string', const: '' }, { type: 'string', const: 'all' }, { not: {} }] },
      range: { type: 'array', minItems: 2, maxItems: 2, items: [{ type: 'number' }, { type: 'number' }] },
      when: { type: 'string', format: 'date-time' },
      meta: { type: 'object', additionalProperties: { type: 'string' }, propertyNames: { pattern: '^x' } },
    },
    required: ['filter'],
  },
  'pydantic optionals': {
    title: 'Arguments',
    type: 'object',
    properties: {
      query: { title: 'Query', type: 'string' },
      limit: { anyOf: [{ type: 'integer' }, { type: 'null' }], default: null, title: 'Limit' },
      kind: { allOf: [{ $ref: '#/$defs/Kind' }], default: 'a', description: 'The kind' },
      tags: { anyOf: [{ items: { type: 'string' }, type: 'array' }, { type: 'null' }], default: null },
      pair: {
        type: 'array',
        prefixItems: [{ type: 'number' }, { type: 'string' }],
        minItems: 2,
        maxItems: 2,
      },
    },
    $defs: { Kind: { enum: ['a', 'b', ''], title: 'Kind', type: 'string' } },
    required: ['query'],
  },
  'numeric enums of Azure DevOps': {
    type: 'object',
    properties: { state: { type: 'number', enum: [0, 1, 2] }, other: { enum: [1, 'two', null] } },
  },
  'types of Go and of C#': {
    type: 'object',
    properties: {
      labels: { type: ['null', 'array'], items: { type: 'string' } },
      value: { type: ['string', 'number', 'boolean', 'array', 'object', 'null'], enum: ['a', 1] },
      nothing: { type: 'null' },
      any: true,
      odd: { type: 'any', description: null, minimum: '0' },
    },
    required: ['labels', 'gone', 'labels', 3],
  },
  'one of several required': {
    type: 'object',
    properties: { id: { type: 'string' }, name: { type: 'string' } },
    anyOf: [{ required: ['id'] }, { required: ['name'] }],
  },
  'a recursive filter of Notion': {
    type: 'object',
    properties: { filter: { $ref: '#/definitions/filter' } },
    definitions: {
      filter: {
        oneOf: [
          { type: 'object', properties: { and: { type: 'array', items: { $ref: '#/definitions/filter' } } } },
          { type: 'object', properties: { equals: { const: '' } } },
        ],
      },
    },
  },
  'no properties': { type: 'object' },
  'nothing at all': {},
  'upper case': { type: 'OBJECT', properties: { a: { type: 'STRING', enum: [] } } },
}

describe('the schemas of MCP servers', () => {
  it.each(Object.entries(REAL))('are legal for Gemini: %s', async (_name, schema) => {
    expect(refusals(cleanGeminiSchema(schema))).toEqual([])
    const sent = await sentBody('gemini', 'gemini-3-pro', { tools: [{ name: 'Tool', input_schema: schema }] })
    const [declaration] = Object(sent)['tools'][0].functionDeclarations
    expect(refusals(declaration.parametersJsonSchema ?? declaration.parameters ?? {})).toEqual([])
  })

  it('keep what they say', () => {
    const { properties } = cleanGeminiSchema(REAL['zod optional enum with an empty default'])
    expect(properties).toEqual({ state: { type: 'string', enum: ['open', 'closed'], default: '' } })
    const { pair, kind } = Object(cleanGeminiSchema(REAL['pydantic optionals'])['properties'])
    expect(pair).toMatchObject({ type: 'array', items: { anyOf: [{ type: 'number' }, { type: 'string' }] } })
    expect(kind).toMatchObject({ type: 'string', enum: ['a', 'b'], description: 'The kind' })
    const { labels, value } = Object(cleanGeminiSchema(REAL['types of Go and of C#'])['properties'])
    expect(labels).toEqual({ type: 'array', items: { type: 'string' }, nullable: true })
    expect(value.anyOf[0]).toEqual({ type: 'string', enum: ['a'] })
    expect(value.anyOf[3]).toMatchObject({ type: 'array', items: { type: 'string' } })
  })

  it.each<[string, object]>([
    ['flat', { type: 'string', enum: ['', 'a'] }],
    ['in anyOf', { anyOf: [{ type: 'string', enum: [''] }, { type: 'number' }] }],
    ['in items', { type: 'array', items: { type: 'string', enum: ['', ''] } }],
    ['by reference', { $ref: '#/$defs/Empty' }],
    ['alone', { enum: [''] }],
    ['as a constant', { const: '' }],
  ])('lose an empty value %s', (_name, shape) => {
    const $defs = { Empty: { enum: ['', 'x'] } }
    expect(refusals(cleanGeminiSchema({ type: 'object', properties: { shape }, $defs }))).toEqual([])
  })
})

it('makes any schema legal for Gemini', () => {
  const property = fc.property(schemas(), (schema) => {
    expect(
      refusals(cleanGeminiSchema({ type: 'object', properties: { it: schema }, $defs: { Point: schema } })),
    ).toEqual([])
  })
  fc.assert(property, { numRuns: 3000 })
})

/** Every keyword with right and wrong values, nested. */
function schemas(): fc.Arbitrary<object> {
  const { schema } = fc.letrec<{ schema: object }>((tie) => {
    const inner = tie('schema')
    const list = fc.array(inner, { maxLength: 3 })
    const type = fc.constantFrom(
      'string',
      'number',
      'integer',
      'boolean',
      'array',
      'object',
      'null',
      'any',
      'STRING',
    )
    const value = fc.constantFrom<unknown>('', 'a', 'b', 1, null, true, {})
    const leaf = fc.record({ type, enum: fc.array(value, { maxLength: 3 }) }, { requiredKeys: [] })
    return {
      schema: fc.oneof(
        { maxDepth: 2 },
        leaf,
        fc.record(
          {
            type: fc.oneof(type, fc.array(type, { maxLength: 4 }), value),
            enum: fc.oneof(fc.array(value, { maxLength: 4 }), value),
            const: value,
            default: value,
            description: value,
            nullable: value,
            minimum: value,
            pattern: value,
            format: fc.constantFrom('uri', 'enum', 'date-time', 'double', 'int64', 1),
            required: fc.oneof(fc.array(value, { maxLength: 3 }), value),
            properties: fc.oneof(
              fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(inner, value)),
              value,
            ),
            items: fc.oneof(inner, list, value),
            prefixItems: fc.oneof(list, value),
            anyOf: fc.oneof(list, value),
            oneOf: list,
            allOf: list,
            not: inner,
            $ref: fc.constantFrom('#/$defs/Point', '#/$defs/gone', '#', 'https://x.test'),
            additionalProperties: fc.oneof(inner, value),
          },
          { requiredKeys: [] },
        ),
      ),
    }
  })
  return schema
}
