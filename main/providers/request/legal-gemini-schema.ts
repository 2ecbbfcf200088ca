import { isRecord } from '../../base/json/is-record.ts'
import type { Fields } from './fields.ts'

const TYPES: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object'])
const NUMBER_FORMATS: ReadonlySet<unknown> = new Set(['float', 'double', 'int32', 'int64'])

/** The JSON type of each keyword that is copied; https://ai.google.dev/api/caching#Schema */
const COPIED: Readonly<Record<string, 'string' | 'number' | 'boolean'>> = {
  title: 'string',
  description: 'string',
  nullable: 'boolean',
  minItems: 'number',
  maxItems: 'number',
  minLength: 'number',
  maxLength: 'number',
  minimum: 'number',
  maximum: 'number',
  minProperties: 'number',
  maxProperties: 'number',
  pattern: 'string',
}

/**
 * One level of a schema with only those keywords, and combinations of them, that Gemini accepts. The levels below must
 * be legal already.
 *
 *     {"enum": [""]}                           → {"type": "string"}
 *     {"type": "integer", "enum": ["1", "2"]}  → {"type": "integer"}
 *     {"anyOf": []}                            → {}
 *     {"type": "array"}                        → {"type": "array", "items": {"type": "string"}}
 */
export function toLegal(schema: Fields): Fields {
  const isNull = schema['type'] === 'null'
  const type = typeOf(schema)
  return {
    ...(type !== undefined && { type }),
    ...Object.fromEntries(Object.entries(schema).filter(([key, value]) => typeof value === COPIED[key])),
    ...('default' in schema && { default: schema['default'] }),
    ...(Array.isArray(schema['propertyOrdering']) && { propertyOrdering: schema['propertyOrdering'] }),
    ...(isNull && { nullable: true }),
    ...(type === 'string' && textRules(schema)),
    ...(type === 'array' && { items: isRecord(schema['items']) ? schema['items'] : { type: 'string' } }),
    ...(type === 'object' && objectRules(schema)),
    ...((type === 'number' || type === 'integer') && numberRules(schema)),
    ...alternatives(schema),
  }
}

/** Guessed from the other keywords if it is missing; undefined if it could be any. */
function typeOf({ type, properties, items, enum: values }: Fields): unknown {
  if (type === 'null') return 'string'
  const known = typeof type === 'string' ? type.toLowerCase() : type
  if (TYPES.has(known)) return known
  if (isRecord(properties)) return 'object'
  if (isRecord(items)) return 'array'
  return Array.isArray(values) && values.length > 0 ? 'string' : undefined
}

/** "enum[0]: cannot be empty", "only allowed for STRING type", "should be non-empty for STRING type with enum format" */
function textRules({ enum: values, format }: Fields): Fields {
  const texts = Array.isArray(values)
    ? values.filter((value) => typeof value === 'string' && value !== '')
    : []
  const unique = [...new Set(texts)]
  const isFormat = format === 'date-time' || (format === 'enum' && unique.length > 0)
  return { ...(unique.length > 0 && { enum: unique }), ...(isFormat && { format }) }
}

function numberRules({ format }: Fields): Fields {
  return NUMBER_FORMATS.has(format) ? { format } : {}
}

/** "required[0]: property is not defined" */
function objectRules({ properties, required }: Fields): Fields {
  if (!isRecord(properties)) return {}
  const names = Array.isArray(required)
    ? required.filter((name) => typeof name === 'string' && Object.hasOwn(properties, name))
    : []
  return { properties, ...(names.length > 0 && { required: [...new Set(names)] }) }
}

/** Alternatives of which one accepts anything say nothing. */
function alternatives({ anyOf }: Fields): Fields {
  if (!Array.isArray(anyOf)) return {}
  const isUseful = anyOf.length > 0 && anyOf.every((each) => isRecord(each) && Object.keys(each).length > 0)
  return isUseful ? { anyOf } : {}
}
