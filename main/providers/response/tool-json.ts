import { parseJson } from '../../base/json/parse-json.ts'
import { isRecord } from '../../base/json/is-record.ts'

/**
 * The JSON of a call's input, letter by letter as the model wrote it, or undefined when it is no JSON object.
 *
 *     ''                      → '{}'
 *     '{"a": 12345678901234567890}' → the same: a number is never read
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

/** What a model wrote in place of JSON, so that the tool can say what is wrong with it (SPEC §5.5). */
export function wrapRawInput(input: string): string {
  return JSON.stringify({ raw: input })
}
