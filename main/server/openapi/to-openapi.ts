import type { TSchema } from 'typebox'
import { COMPONENTS } from './components.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * A TypeBox schema as the document has it: what is a component becomes a reference to it, and a choice of words an
 * `enum`. A component is known by what it says: TypeBox copies a schema that is optional somewhere.
 *
 * @param schema anything JSON
 * @param self the component that is being described, which is no reference to itself
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

/** What these hold is always ISO 8601; the schemas do not say so, because nobody has to check our own times. */
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

/** What a schema says, whatever its description calls it at one place. */
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
