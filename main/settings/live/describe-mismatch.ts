import { IsObject, type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'

export function matches<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  return Value.Check(schema, value)
}

/**
 * Says in sentences why a value is not of the schema, field by field and without values: one of them may be a key.
 *
 *     { action: 'drop' }  →  ['header is missing', 'enabled is missing', 'action must be block, set or replace']
 */
export function describeMismatch(schema: TSchema, value: unknown): string[] {
  const sentences = new Map<string, string>()
  for (const { instancePath, keyword, params, message } of Value.Errors(schema, value)) {
    const field = instancePath.slice(1).replaceAll('/', '.')
    if (keyword === 'required') {
      for (const name of params.requiredProperties) {
        const missing = field === '' ? name : `${field}.${name}`
        sentences.set(missing, `${missing} is missing`)
      }
    } else {
      const words = wordsOf(schema, field)
      const must = words.length > 0 ? `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : message
      sentences.set(field, `${field} ${must}`.trim())
    }
  }
  return [...sentences.values()]
}

/** The words that a field may be; the library names only the first eight, each in an error of its own. */
function wordsOf(schema: TSchema, field: string): string[] {
  const inner: unknown = IsObject(schema) ? schema.properties[field] : schema
  if (typeof inner !== 'object' || inner === null || !('anyOf' in inner) || !Array.isArray(inner.anyOf))
    return []
  return inner.anyOf.map((option: { const?: unknown }) => String(option.const))
}
