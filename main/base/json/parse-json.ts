import { isRecord } from './is-record.ts'

/**
 * Undefined for a text that is not JSON, and only then. The error is dropped on purpose: its message quotes the text,
 * which may hold a secret.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The object that a text holds as JSON; undefined for every other text. */
export function parseRecord(text: string): Record<string, unknown> | undefined {
  const value = parseJson(text)
  return isRecord(value) ? value : undefined
}

/** The value of one member; undefined where the value is no object, or has no such member. */
export function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
