import { AppError } from '../../../../shared/errors.ts'
import { type Coded, coded } from '../../../../shared/language/say.ts'

/** As much of a TypeBox object as describes a query string: flat, and of simple types. */
export interface QuerySchema {
  properties: Readonly<Record<string, ParamSchema>>
  required?: readonly string[]
}

interface ParamSchema {
  type?: string
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  /** A choice of words. */
  anyOf?: readonly { const?: unknown }[]
}

const MAX_VALUE_LENGTH = 1024
const TRUE = new Set(['1', 'true', 'yes', 'on'])
const FALSE = new Set(['0', 'false', 'no', 'off'])

/**
 * Reads a query string as its schema says, and as the source document 004 does: a number that is none, or below its
 * minimum, is as if it was not there; above its maximum it is the maximum. What is missing takes its default.
 *
 * @throws AppError `bad_query` where something is missing that has no default, or a text or word cannot be meant
 */
export function readQuery(
  schema: QuerySchema,
  raw: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const query: Record<string, unknown> = {}
  for (const [name, param] of Object.entries(schema.properties)) {
    const text = lastOf(raw[name])
    const value = (text === '' ? undefined : read(name, text, param)) ?? param.default
    if (value !== undefined) query[name] = value
    else if (schema.required?.includes(name) === true) throw badQuery(name, coded('invalid.required'))
  }
  return query
}

/** @param name of the parameter */
export function badQuery(name: string, problem: Coded): AppError {
  return new AppError('bad_query', { issues: [{ path: name, ...problem }] })
}

/** Of a parameter that comes several times, the last one counts. */
function lastOf(value: unknown): string {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'string' ? last : ''
}

function read(name: string, text: string, param: ParamSchema): unknown {
  if (param.anyOf !== undefined) return readWord(name, text, param.anyOf)
  if (param.type === 'integer') return readInteger(text, param)
  return param.type === 'boolean' ? readFlag(text) : readText(name, text, param)
}

function readFlag(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (TRUE.has(word)) return true
  return FALSE.has(word) ? false : undefined
}

function readInteger(text: string, { minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: ParamSchema) {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= minimum ? Math.min(value, maximum) : undefined
}

function readWord(name: string, text: string, choice: readonly { const?: unknown }[]): string {
  const words = choice.map((option) => String(option.const))
  if (words.includes(text)) return text
  throw badQuery(name, coded('invalid.one_of', { words: words.join(', ') }))
}

/** PostgreSQL takes no NUL in a text, and nobody means one. */
function readText(name: string, text: string, { maxLength = MAX_VALUE_LENGTH }: ParamSchema): string {
  if (text.length > maxLength) throw badQuery(name, coded('invalid.too_long', { limit: maxLength }))
  if (text.includes('\0')) throw badQuery(name, coded('invalid.control_character'))
  return text
}
