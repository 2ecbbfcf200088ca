import { hasManyValues } from '../../base/json/count-values.ts'
import { parseJson } from '../../base/json/parse-json.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { tooLarge } from '../errors.ts'

/**
 * The JSON of a tool input exactly as the model wrote it; undefined if it is not a JSON object.
 *
 *     ''                      → '{}'
 *     '{"a": 12345678901234567890}' → the same: numbers are never parsed
 *     '"{\\"a\\": 1}"'        → '{"a": 1}'     some servers encode twice
 *
 * @throws ProviderError when it has more values than are parsed
 */
export function toToolJson(input: string): string | undefined {
  const json = input.trim()
  if (json === '') return '{}'
  const value = parse(json)
  if (isRecord(value)) return json
  if (typeof value !== 'string') return value === null ? '{}' : undefined
  return isRecord(parse(value)) ? value.trim() : undefined
}

/** Wraps invalid JSON of a model, so that the tool can report what is wrong with it. */
export function wrapRawInput(input: string): string {
  return JSON.stringify({ raw: input })
}

function parse(json: string): unknown {
  if (hasManyValues(json)) throw tooLarge()
  return parseJson(json)
}
