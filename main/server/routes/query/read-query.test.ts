import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors.ts'
import { readQuery } from './read-query.ts'

const schema = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 100, default: 1 }),
  model: Type.String({ default: 'all' }),
  org: Type.Optional(Type.String({ maxLength: 8 })),
  redact: Type.Boolean({ default: true }),
  side: Type.Union([Type.Literal('a'), Type.Literal('b')], { default: 'a' }),
})
const DEFAULTS = { page: 1, model: 'all', redact: true, side: 'a' }

function detailsOf(
  raw: Record<string, unknown>,
  of = schema as Parameters<typeof readQuery>[0],
): string | undefined {
  try {
    readQuery(of, raw)
    return undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad_query') return error.details
    throw error
  }
}

describe('readQuery', () => {
  it('takes defaults for what is missing or empty', () => {
    expect(readQuery(schema, {})).toEqual(DEFAULTS)
    expect(readQuery(schema, { page: '', model: '', org: '', redact: '', side: '' })).toEqual(DEFAULTS)
  })

  it.each(['0', '-1', '1.5', 'abc', 'NaN', '1e3', ' 1', '0x10', '١'])(
    'takes the page "%s" for none at all',
    (page) => {
      expect(readQuery(schema, { page })['page']).toBe(1)
    },
  )

  it.each([
    ['2', 2],
    ['+3', 3],
    ['0004', 4],
    ['101', 100],
    ['9'.repeat(400), 100],
  ])('takes the page "%s" for %i', (page, expected) => {
    expect(readQuery(schema, { page })['page']).toBe(expected)
  })

  it('takes the last of several, and nothing that is no text', () => {
    expect(readQuery(schema, { page: ['2', '3'] })['page']).toBe(3)
    expect(readQuery(schema, { page: { a: '2' }, model: ['x', ['y']] })).toEqual(DEFAULTS)
  })

  it.each([
    ['0', false],
    ['false', false],
    ['OFF', false],
    ['1', true],
    ['perhaps', true],
  ])('takes "%s" for %s', (redact, expected) => {
    expect(readQuery(schema, { redact })['redact']).toBe(expected)
  })

  it('says what it cannot mean', () => {
    expect(detailsOf({ side: 'c' })).toBe('side: Must be one of a, b.')
    expect(detailsOf({ org: '123456789' })).toBe('org: Must have at most 8 characters.')
    expect(detailsOf({ model: 'a\0b' })).toBe('model: Contains an invalid control character.')
    expect(detailsOf({}, Type.Object({ start: Type.String() }))).toBe('start: A value is required.')
  })

  it('passes nothing on that the schema does not name', () => {
    const raw: Record<string, unknown> = JSON.parse(
      '{"__proto__":{"page":"7"},"constructor":"x","other":"1"}',
    )
    expect(readQuery(schema, raw)).toEqual(DEFAULTS)
  })
})
