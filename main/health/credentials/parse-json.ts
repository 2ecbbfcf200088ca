export type JsonObject = Record<string, unknown>

/**
 * Parses JSON that holds secrets. Undefined when it is none: the message of `JSON.parse` quotes its input, so it must
 * not be kept.
 */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A plan's name, for example `max`. Anything that could be more than one plain word is dropped. */
export function toPlan(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z_]{1,20}$/.test(value) ? value : null
}
