import { AppError } from '../../../../shared/errors.ts'
import { type Coded, coded } from '../../../../shared/language/say.ts'

/** The subset of TypeBox objects that describes a query string: flat, with simple types. */
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
  /** A union of words. */
  anyOf?: readonly { const?: unknown }[]
}

const MAX_VALUE_LENGTH = 1024
const TRUE = new Set(['1', 'true', 'yes', 'on'])
const FALSE = new Set(['0', 'false', 'no', 'off'])

/**
 * Reads a query string by its schema, as leniently as claude-code-proxy: an invalid number, or one below its minimum,
 * counts as absent; one above its maximum is clamped. Absent parameters get their default.
 *
 * @throws AppError `bad_query` for an absent parameter without a default, or an invalid text or word
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

/** @param name name of the parameter */
export function badQuery(name: string, problem: Coded): AppError {
  return new AppError('bad_query', { issues: [{ path: name, ...problem }] })
}

/** The last value of a repeated parameter counts. */
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

/** PostgreSQL refuses NUL in a text. */
function readText(name: string, text: string, { maxLength = MAX_VALUE_LENGTH }: ParamSchema): string {
  if (text.length > maxLength) throw badQuery(name, coded('invalid.too_long', { limit: maxLength }))
  if (text.includes('\0')) throw badQuery(name, coded('invalid.control_character'))
  return text
}
