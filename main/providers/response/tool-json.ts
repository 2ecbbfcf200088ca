import { parseJson } from '../../base/json/parse-json.ts'
import { isRecord } from '../../base/json/is-record.ts'

/**
 * The JSON of a tool input exactly as the model wrote it; undefined if it is not a JSON object.
 *
 *     ''                      → '{}'
 *     '{"a": 12345678901234567890}' → the same: numbers are never parsed
 *     '"{\\"a\\": 1}"'        → '{"a": 1}'     some servers encode twice
 */
export function toToolJson(input: string): string | undefined {
  const json = input.trim()
  if (json === '') return '{}'
  const value = parseJson(json)
  if (isRecord(value)) return json
  if (typeof value !== 'string') return value === null ? '{}' : undefined
  return isRecord(parseJson(value)) ? value.trim() : undefined
}

/** Wraps invalid JSON of a model, so that the tool can report what is wrong with it. */
export function wrapRawInput(input: string): string {
  return JSON.stringify({ raw: input })
}
