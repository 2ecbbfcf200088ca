export type JsonObject = Record<string, unknown>

export function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** The name of a plan, for example `max`. Anything but a single plain word is dropped. */
export function toPlan(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z_]{1,20}$/.test(value) ? value : null
}
