import { isRecord } from '../../base/json/is-record.ts'
import { cleanSchema } from './clean-schema.ts'
import type { Fields } from './fields.ts'
import { toLegal } from './legal-gemini-schema.ts'

/**
 * Maximum depths, which end recursive references. The first one whose result is small enough is used: a schema of 1 kB
 * whose twenty properties refer to itself has 64 million parts at a depth of 12.
 */
const DEPTHS = [12, 6, 4, 2]

/** Parts that references may add to a schema. MCP servers write schemas, so neither their number nor size is known. */
const MAX_ADDED = 1_000

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

function convert(schema: Fields, place: Place): Fields {
  place.budget.left -= ownSize(Object.keys(schema).length)
  if (place.levels === 0 || place.budget.left < 0) return {}
  const inner = { ...place, levels: place.levels - 1 }
  const { $ref: reference, allOf, ...own } = schema
  if (typeof reference === 'string') {
    return convert({ ...lookUp(reference, place.root), ...own }, inner)
  }
  if (Array.isArray(allOf)) return convert(mergeAll([...allOf, own], place.root), inner)

  const types = Array.isArray(own['type']) ? own['type'].filter((type) => type !== 'null') : []
  if (types.length > 1) return convertTypes(own, types, inner)
  return toLegal({
    ...own,
    ...(Array.isArray(own['type']) && convertNullable(own['type'])),
    ...(own['enum'] === undefined && own['const'] !== undefined && { enum: textsOf(own['const']) }),
    ...(isRecord(own['properties']) && { properties: convertAll(own['properties'], inner) }),
    ...convertItems(own, inner),
    ...convertAlternatives(own, inner),
  })
}

/** Each type keeps the keywords that are about it. */
function convertTypes(schema: Fields, types: readonly unknown[], inner: Place): Fields {
  const { type, anyOf: _anyOf, oneOf: _oneOf, description, ...own } = schema
  const isNullable = Array.isArray(type) && types.length < type.length
  return toLegal({
    description,
    anyOf: types.map((each) => convert({ ...own, type: each }, inner)),
    ...(isNullable && { nullable: true }),
  })
}

function convertNullable(types: readonly unknown[]): Fields {
  const type = types.find((each) => each !== 'null')
  return { type: type ?? 'null', ...(types.includes('null') && { nullable: true }) }
}

/** A constant that is no text has no equivalent. */
function textsOf(constant: unknown): unknown[] | undefined {
  return typeof constant === 'string' ? [constant] : undefined
}

function convertAll(properties: Fields, inner: Place): Fields {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, isRecord(value) ? convert(value, inner) : {}]),
  )
}

/** A tuple becomes a list of any of its parts. */
function convertItems({ items, prefixItems }: Fields, inner: Place): Fields {
  if (isRecord(items)) return { items: convert(items, inner) }
  const parts = [prefixItems, items].find(Array.isArray)?.filter(isRecord) ?? []
  const [only] = parts
  if (only === undefined) return { items: undefined }
  if (parts.length === 1) return { items: convert(only, inner) }
  return { items: toLegal({ anyOf: parts.map((part) => convert(part, inner)) }) }
}

function convertAlternatives({ anyOf, oneOf }: Fields, inner: Place): Fields {
  const all = [anyOf, oneOf].find(Array.isArray)?.filter(isRecord)
  if (all === undefined) return { anyOf: undefined }
  const other = all.filter(({ type }) => type !== 'null')
  const nullable = other.length < all.length && { nullable: true }
  const [only] = other
  if (other.length === 1 && only !== undefined)
    return { anyOf: undefined, ...convert(only, inner), ...nullable }
  return { anyOf: other.map((each) => convert(each, inner)), ...nullable }
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
