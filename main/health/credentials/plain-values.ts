export type JsonObject = Record<string, unknown>

export function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** A plan's name, for example `max`. Anything that could be more than one plain word is dropped. */
export function toPlan(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z_]{1,20}$/.test(value) ? value : null
}
