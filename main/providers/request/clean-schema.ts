import { isRecord } from '../../base/json/is-record.ts'
import type { Fields } from './fields.ts'

/** Maximum depth. Deeper than any real tool input; deeper schemas are truncated. */
const MAX_DEPTH = 40

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const SCHEMA = new Set([
  'items',
  'additionalProperties',
  'additionalItems',
  'contains',
  'not',
  'if',
  'then',
  'else',
])
const SCHEMA_LIST = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const SCHEMA_MAP = new Set(['properties', 'patternProperties', '$defs', 'definitions'])

/**
 * A tool's input schema in a form that most providers accept: an object with properties at the root, `items` in every
 * list, and without `$schema` (rejected by Groq) and `propertyNames` (sometimes rejected by OpenAI's library).
 */
export function cleanSchema(schema: unknown): Fields {
  const root = isRecord(schema) ? clean(schema, MAX_DEPTH) : {}
  const { type = 'object', properties = {}, ...rest } = root
  return { type, ...(type === 'object' && { properties }), ...rest }
}

function clean(schema: Fields, levels: number): Record<string, unknown> {
  if (levels === 0) return {}
  const entries = Object.entries(schema)
    .filter(([keyword]) => keyword !== '$schema' && keyword !== 'propertyNames')
    .map(([keyword, value]) => [keyword, cleanKeyword(keyword, value, levels - 1)])
  const cleaned: Record<string, unknown> = Object.fromEntries(entries)
  const isList = cleaned['type'] === 'array' && !('items' in cleaned) && !('prefixItems' in cleaned)
  return isList ? { ...cleaned, items: { type: 'string' } } : cleaned
}

function cleanKeyword(keyword: string, value: unknown, levels: number): unknown {
  const cleanOne = (inner: unknown) => (isRecord(inner) ? clean(inner, levels) : inner)
  if (SCHEMA.has(keyword)) return Array.isArray(value) ? value.map(cleanOne) : cleanOne(value)
  if (SCHEMA_LIST.has(keyword)) return Array.isArray(value) ? value.map(cleanOne) : value
  if (SCHEMA_MAP.has(keyword) && isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleanOne(inner)]))
  }
  return value
}
