import type { Static, TObject, TProperties } from 'typebox'
import { Check } from 'typebox/value'

/**
 * The properties of `value` that are what `schema` says. One that is not is left out, instead of making the others
 * worthless: a newer server may have changed its mind about it.
 */
export function pick<T extends TProperties>(schema: TObject<T>, value: unknown): Partial<Static<TObject<T>>> {
  if (typeof value !== 'object' || value === null) return {}
  const fitting = Object.entries(schema.properties).flatMap(([key, property]) => {
    const inner: unknown = Reflect.get(value, key)
    return inner !== undefined && Check(property, inner) ? [[key, inner] as const] : []
  })
  return Object.fromEntries(fitting) as Partial<Static<TObject<T>>>
}
