import { describe, expect, it } from 'vitest'
import { cleanGeminiSchema } from './clean-gemini-schema.ts'
import { cleanSchema } from './clean-schema.ts'

describe('for every provider', () => {
  it('an input is an object with properties', () => {
    expect(cleanSchema({})).toEqual({ type: 'object', properties: {} })
    expect(cleanSchema(undefined)).toEqual({ type: 'object', properties: {} })
    expect(cleanSchema({ type: 'object', required: [] })).toEqual({
      type: 'object',
      properties: {},
      required: [],
    })
  })

  it('a list says of what', () => {
    const properties = { a: { type: 'array' }, b: { type: 'array', items: { type: 'array' } } }
    expect(cleanSchema({ type: 'object', properties }).properties).toEqual({
      a: { type: 'array', items: { type: 'string' } },
      b: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
    })
  })

  it('keywords that some refuse are gone, and properties that are called so are not', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: {
        $schema: { type: 'string' },
        propertyNames: { type: 'string' },
        map: { type: 'object', propertyNames: { pattern: 'x' }, additionalProperties: { $schema: 'x' } },
      },
      anyOf: [{ $schema: 'x', type: 'object' }],
    }
    expect(cleanSchema(schema)).toEqual({
      type: 'object',
      properties: {
        $schema: { type: 'string' },
        propertyNames: { type: 'string' },
        map: { type: 'object', additionalProperties: {} },
      },
      anyOf: [{ type: 'object' }],
    })
  })

  it('is not led astray by depth', () => {
    let deep: object = {}
    for (let i = 0; i < 2000; i++) deep = { type: 'object', properties: { a: deep } }
    expect(JSON.stringify(cleanSchema(deep)).length).toBeLessThan(5000)
  })
})

describe('for Gemini', () => {
  it.each<[object, object]>([
    [{ type: 'string', format: 'uri' }, { type: 'string' }],
    [
      { type: 'string', format: 'date-time' },
      { type: 'string', format: 'date-time' },
    ],
    [
      { type: 'number', format: 'double' },
      { type: 'number', format: 'double' },
    ],
    [{ type: ['string', 'null'] }, { type: 'string', nullable: true }],
    [{ type: ['string', 'number'] }, { anyOf: [{ type: 'string' }, { type: 'number' }] }],
    [{ const: 'a' }, { type: 'string', enum: ['a'] }],
    [{ type: 'integer', enum: [1, 2] }, { type: 'integer' }],
    [{ enum: ['a', 'b', null] }, { type: 'string', enum: ['a', 'b'] }],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string', nullable: true }],
    [
      { oneOf: [{ const: 'a' }, { type: 'number' }] },
      { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'number' }] },
    ],
    [
      { type: 'object', additionalProperties: false, strict: true, properties: {} },
      { type: 'object', properties: {} },
    ],
    [
      { type: 'object', properties: { a: {} }, required: ['a', 'gone'] },
      { type: 'object', properties: { a: {} }, required: ['a'] },
    ],
    [
      { type: 'number', exclusiveMinimum: 0, minimum: 1 },
      { type: 'number', minimum: 1 },
    ],
    [{ $ref: '#/$defs/Point' }, { type: 'object', properties: { x: { type: 'number' } } }],
    [
      { allOf: [{ $ref: '#/$defs/Point' }, { properties: { y: { type: 'number' } }, required: ['y'] }] },
      { type: 'object', properties: { x: { type: 'number' }, y: { type: 'number' } }, required: ['y'] },
    ],
    [{ $ref: 'https://elsewhere.test/schema' }, {}],
  ])('%j is %j', (given, expected) => {
    const $defs = { Point: { type: 'object', properties: { x: { type: 'number' } } } }
    const { properties } = cleanGeminiSchema({ type: 'object', properties: { it: given }, $defs })
    expect(properties).toEqual({ it: expected })
  })

  it('references cannot multiply a schema', () => {
    const point = { $ref: '#/$defs/node' }
    const names = Array.from({ length: 20 }, (_, at) => `p${at}`)
    const properties = Object.fromEntries(names.map((name) => [name, point]))
    const tree = { $defs: { node: { type: 'object', properties } }, type: 'object', properties }
    const wide = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`w${at}`, { type: 'string' }]))
    const many = {
      $defs: { node: { type: 'object', properties: wide } },
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`p${at}`, point])),
    }
    for (const schema of [tree, many]) {
      const before = process.threadCpuUsage().user
      const cleaned = cleanGeminiSchema(schema)
      // In µs; it took minutes.
      expect(process.threadCpuUsage().user - before).toBeLessThan(2_000_000)
      expect(JSON.stringify(cleaned).length).toBeLessThan(500_000)
      expect(Object.keys(Object(cleaned['properties']))).toEqual(Object.keys(schema.properties))
    }
    expect(cleanGeminiSchema(tree)['properties']).toMatchObject({ p19: { type: 'object' } })
  })

  it('a wide schema without references stays whole', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [`p${at}`, { type: 'array', items: { type: 'string' } }]),
    )
    expect(cleanGeminiSchema({ type: 'object', properties })).toEqual({ type: 'object', properties })
  })

  it.each(['#/$defs/%', '#/%zz', '#', '#/', 'x', '#/properties/a/%E0%A4%A'])(
    'accepts the reference %j',
    (reference) => {
      expect(() => cleanGeminiSchema({ properties: { a: { $ref: reference } } })).not.toThrow()
    },
  )

  it('takes as many alternatives as there are', () => {
    const allOf = Array.from({ length: 200_000 }, () => ({ properties: { a: { type: 'string' } } }))
    expect(cleanGeminiSchema({ allOf })).toMatchObject({ properties: { a: { type: 'string' } } })
  })

  it('a schema that contains itself ends somewhere', () => {
    const schema = {
      type: 'object',
      properties: { next: { $ref: '#' }, all: { type: 'array', items: { $ref: '#' } } },
    }
    expect(JSON.stringify(cleanGeminiSchema(schema)).length).toBeLessThan(20_000)
  })
})
