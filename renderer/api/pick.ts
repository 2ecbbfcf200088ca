import {
  IsObject,
  IsRecord,
  RecordValue,
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
} from 'typebox'
import { Check } from 'typebox/value'

/** Makes all properties optional, at every depth. */
export type Picked<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { [Key in keyof Value]?: Picked<Value[Key]> }
    : Value

/**
 * Properties of `value` that match `schema`, recursively. Drops only those that do not match, because a newer server
 * may have changed them.
 */
export function pick<T extends TProperties>(schema: TObject<T>, value: unknown): Picked<Static<TObject<T>>> {
  return pickFitting(schema, value) as Picked<Static<TObject<T>>>
}

function pickFitting(schema: TSchema, value: unknown): object {
  if (!isObject(value)) return {}
  const fitting = Object.entries(value).flatMap(([key, inner]) => {
    const property = propertyOf(schema, key)
    if (property === undefined) return []
    if (IsObject(property) || IsRecord(property))
      return isObject(inner) ? [[key, pickFitting(property, inner)]] : []
    return inner !== undefined && Check(property, inner) ? [[key, inner]] : []
  })
  return Object.fromEntries(fitting)
}

function propertyOf(schema: TSchema, key: string): TSchema | undefined {
  if (IsRecord(schema)) return RecordValue(schema)
  return IsObject(schema) && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
