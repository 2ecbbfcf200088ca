import { isRecord } from '../../base/json/is-record.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Fields } from './fields.ts'

/** Maximum depth, which ends recursive references. */
const MAX_DEPTH = 12

/** Keywords of Google's `Schema` that need no change (https://ai.google.dev/api/caching#Schema). */
const KEPT = [
  'title',
  'description',
  'nullable',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minProperties',
  'maxProperties',
  'pattern',
  'default',
  'propertyOrdering',
]

/**
 * Reduces a tool's input schema to the subset of JSON Schema that Gemini accepts; anything else is a 400.
 *
 *     {"type": ["string", "null"]}   → {"type": "string", "nullable": true}
 *     {"const": "a"}                 → {"type": "string", "enum": ["a"]}
 *     {"$ref": "#/$defs/Point"}      → the definition itself
 */
export function cleanGeminiSchema(schema: unknown): Fields {
  const root = cleanSchema(schema)
  return convert(root, { root, levels: MAX_DEPTH })
}

interface Place {
  root: Fields
  levels: number
}

function convert(schema: Fields, place: Place): Record<string, unknown> {
  if (place.levels === 0) return {}
  const inner = { ...place, levels: place.levels - 1 }
  const { $ref: reference, allOf, ...own } = schema
  if (typeof reference === 'string') {
    return convert({ ...lookUp(reference, place.root), ...own }, inner)
  }
  if (Array.isArray(allOf)) return convert({ ...mergeAll(allOf, place.root), ...own }, inner)

  const kept = Object.fromEntries(KEPT.filter((key) => key in own).map((key) => [key, own[key]]))
  return {
    ...kept,
    ...convertType(own),
    ...convertEnum(own),
    ...convertFormat(own),
    ...convertObject(own, inner),
    ...(isRecord(own['items']) && { items: convert(own['items'], inner) }),
    ...convertAlternatives(own, inner),
  }
}

function convertType({ type, const: constant, enum: values }: Fields): Fields {
  if (Array.isArray(type)) {
    const types = type.filter((each) => each !== 'null')
    const nullable = types.length < type.length && { nullable: true }
    return types.length > 1
      ? { anyOf: types.map((each) => ({ type: each })), ...nullable }
      : { type: types[0], ...nullable }
  }
  if (type !== undefined) return { type }
  const isText =
    typeof constant === 'string' || (Array.isArray(values) && values.some((v) => typeof v === 'string'))
  return isText ? { type: 'string' } : {}
}

/** Strings only. */
function convertEnum({ const: constant, enum: values }: Fields): Fields {
  const all = Array.isArray(values) ? values : constant === undefined ? [] : [constant]
  const texts = all.filter((value) => typeof value === 'string')
  return texts.length > 0 ? { enum: texts } : {}
}

function convertFormat({ type, format }: Fields): Fields {
  if (typeof format !== 'string') return {}
  const isKnown = type !== 'string' || format === 'enum' || format === 'date-time'
  return isKnown ? { format } : {}
}

function convertObject({ properties, required }: Fields, inner: Place): Fields {
  if (!isRecord(properties)) return {}
  const converted = Object.entries(properties).map(([name, value]) => {
    return [name, isRecord(value) ? convert(value, inner) : {}] as const
  })
  const names = Array.isArray(required)
    ? required.filter((name) => Object.hasOwn(properties, String(name)))
    : []
  return { properties: Object.fromEntries(converted), ...(names.length > 0 && { required: names }) }
}

function convertAlternatives({ anyOf, oneOf }: Fields, inner: Place): Fields {
  const all = [anyOf, oneOf].find(Array.isArray)?.filter(isRecord)
  if (all === undefined) return {}
  const alternatives = all.filter(({ type }) => type !== 'null')
  const nullable = alternatives.length < all.length && { nullable: true }
  const [only] = alternatives
  if (alternatives.length === 1 && only !== undefined) return { ...convert(only, inner), ...nullable }
  return { anyOf: alternatives.map((each) => convert(each, inner)), ...nullable }
}

/** Resolves `#/$defs/Point` from the root; any other reference becomes a schema that accepts anything. */
function lookUp(reference: string, root: Fields): Fields {
  let found: unknown = root
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }
  return reference.startsWith('#') && isRecord(found) ? found : {}
}

function mergeAll(schemas: readonly unknown[], root: Fields): Fields {
  const parts = schemas.filter(isRecord).map((schema) => {
    return typeof schema['$ref'] === 'string'
      ? { ...lookUp(schema['$ref'], root), ...schema, $ref: undefined }
      : schema
  })
  const properties = parts.map((part) => part['properties']).filter(isRecord)
  const required = parts.flatMap((part) => (Array.isArray(part['required']) ? part['required'] : []))
  return {
    ...Object.assign({}, ...parts),
    ...(properties.length > 0 && { properties: Object.assign({}, ...properties) }),
    ...(required.length > 0 && { required }),
  }
}
