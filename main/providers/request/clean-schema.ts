import { isRecord } from '../../base/json/is-record.ts'
import type { Fields } from './fields.ts'

/** Deeper than any tool's input; a schema that is built to be deeper is cut here. */
const MAX_DEPTH = 40

/** Keywords that hold one schema, a list of them, or schemas by name. */
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
 * A tool's input schema as most providers take it: an object at the root, with properties, without `$schema`
 * (Groq refuses it) and `propertyNames` (OpenAI's library refuses some), and lists that say of what (SPEC §5.4).
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
