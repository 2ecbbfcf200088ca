import type { TSchema } from 'typebox'
import { COMPONENTS } from './components.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * Converts a TypeBox schema for the document: components become references, unions of literals become `enum`.
 * Components are compared by content, because TypeBox copies a schema that is optional somewhere.
 *
 * @param schema any JSON
 * @param self the component being described, which must not reference itself
 */
export function toOpenApi(schema: unknown, self?: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => toOpenApi(item))
  if (typeof schema !== 'object' || schema === null) return schema
  const name = NAMES.get(key(schema))
  if (name !== undefined && name !== self) return { $ref: `${name}#` }
  const words = wordsOf(schema as Json)
  if (words !== undefined) return words
  return Object.fromEntries(
    Object.entries(schema).map(([field, value]) => [
      field,
      field === 'properties' ? toProperties(value as Json) : toOpenApi(value),
    ]),
  )
}

/** Properties that are always ISO 8601. The schemas omit the format, because our own times need no validation. */
const TIMES = new Set([
  'capturedAt',
  'completedAt',
  'endTime',
  'end_date',
  'lastActivity',
  'last_request_at',
  'startTime',
  'start_date',
  'started_at',
  'timestamp',
])

function toProperties(properties: Json): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const converted = toOpenApi(schema) as Json
      const isTime = TIMES.has(name) && converted['type'] === 'string'
      return [name, isTime ? { ...converted, format: 'date-time' } : converted]
    }),
  )
}

const NAMES = new Map(Object.entries(COMPONENTS).map(([name, schema]) => [key(schema), name]))

/** The content of a schema without its description, which differs by use. */
function key(schema: object | TSchema): string {
  const { description: _here, ...rest } = schema as { description?: unknown }
  return JSON.stringify(rest)
}

/** `anyOf: [{const: 'a'}, {const: 'b'}]` → `enum: ['a', 'b']` */
function wordsOf({ anyOf, ...rest }: Json): Json | undefined {
  if (!Array.isArray(anyOf) || anyOf.length < 2) return undefined
  const words: unknown[] = anyOf.map((option: Json) => option['const'])
  return words.every((word) => typeof word === 'string')
    ? { ...rest, type: 'string', enum: words }
    : undefined
}
