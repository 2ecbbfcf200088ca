import { isRecord } from './is-record.ts'

/**
 * Returns undefined only if the text is not valid JSON. The error is dropped on purpose: its message quotes the text,
 * which may contain a secret.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Parses a JSON object; undefined for any other text. */
export function parseRecord(text: string): Record<string, unknown> | undefined {
  const value = parseJson(text)
  return isRecord(value) ? value : undefined
}

/** The value of one member; undefined if the value is not an object or has no such member. */
export function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined
}
