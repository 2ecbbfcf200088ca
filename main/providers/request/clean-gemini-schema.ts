import { isRecord } from '../../base/json/is-record.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Fields } from './fields.ts'

/**
 * Maximum depths, which end recursive references. The first one whose result is small enough is used: a schema of 1 kB
 * whose twenty properties refer to itself has 64 million parts at a depth of 12.
 */
const DEPTHS = [12, 6, 4, 2]

/** Parts that references may add to a schema. MCP servers write schemas, so neither their number nor size is known. */
const MAX_ADDED = 1_000

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
  const most = sizeOf(root) + MAX_ADDED
  let converted: Fields = {}
  for (const levels of DEPTHS) {
    const budget = { left: most }
    converted = convert(root, { root, levels, budget })
    if (budget.left >= 0) return converted
  }
  return converted
}

interface Place {
  root: Fields
  levels: number
  /** Size that the result may still have; negative if it is too large. */
  budget: { left: number }
}

/** In the unit of `Place.budget`: one for each part, and more for one with many keywords. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value)
  return ownSize(inner.length) + inner.reduce<number>((sum, one) => sum + sizeOf(one), 0)
}

function ownSize(keywords: number): number {
  return 1 + keywords / 16
}

function convert(schema: Fields, place: Place): Record<string, unknown> {
  place.budget.left -= ownSize(Object.keys(schema).length)
  if (place.levels === 0 || place.budget.left < 0) return {}
  const inner = { ...place, levels: place.levels - 1 }
  const { $ref: reference, allOf, ...own } = schema
  if (typeof reference === 'string') {
    return convert({ ...lookUp(reference, place.root), ...own }, inner)
  }
  if (Array.isArray(allOf)) return convert(mergeAll([...allOf, own], place.root), inner)

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
    const name = decodePart(part).replaceAll('~1', '/').replaceAll('~0', '~')
    found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }
  return reference.startsWith('#') && isRecord(found) ? found : {}
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
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
    ...merge(parts),
    ...(properties.length > 0 && { properties: merge(properties) }),
    ...(required.length > 0 && { required }),
  }
}

/** Later ones win. Not one call with all of them: the number of arguments is limited. */
function merge(parts: readonly Fields[]): Fields {
  const merged: Record<string, unknown> = {}
  for (const part of parts) Object.assign(merged, part)
  return merged
}
