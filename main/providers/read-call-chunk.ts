import { parseRecord } from '../base/json/parse-json.ts'
import { isRecord } from '../base/json/is-record.ts'

type Json = Record<string, unknown>

/** The parts of a chunk in OpenAI's format that matter for tool calls. */
export interface CallChunk {
  /** Its `tool_calls`. */
  entries: readonly unknown[]
  /** Its id, model and provider. */
  origin: string
  /** True if it contains nothing but these and pieces of tool calls. */
  isBare: boolean
  /** The same chunk without its pieces of tool calls, as JSON. */
  withoutCalls: () => string
}

/** Undefined if the data is not a chunk: an error, the end of the stream or unreadable data. */
export function parseChunk(data: string): CallChunk | undefined {
  const chunk = parseRecord(data)
  if (chunk === undefined || 'error' in chunk) return undefined
  const choices: unknown = chunk['choices']
  const [choice, ...others]: unknown[] = Array.isArray(choices) ? choices : []
  const delta = isRecord(choice) && isRecord(choice['delta']) ? choice['delta'] : {}
  const { tool_calls: entries, ...rest } = delta
  return {
    entries: Array.isArray(entries) ? entries : [],
    origin: JSON.stringify([chunk['id'], chunk['model'], chunk['provider']]),
    isBare:
      others.length === 0 &&
      isRecord(choice) &&
      isSilent(chunk, CHUNK) &&
      isSilent(choice, CHOICE) &&
      isSilent(rest, DELTA),
    withoutCalls: () =>
      JSON.stringify({ ...chunk, choices: [{ ...(isRecord(choice) && choice), delta: rest }, ...others] }),
  }
}

/** Fields without content, whatever their value. All other fields must be empty. */
const CHUNK = new Set([
  'id',
  'model',
  'provider',
  'choices',
  'object',
  'created',
  'system_fingerprint',
  'service_tier',
  'obfuscation',
])
const CHOICE = new Set(['index', 'delta'])
const DELTA = new Set(['role'])

function isSilent(record: Json, ignored: ReadonlySet<string>): boolean {
  return Object.entries(record).every(([name, value]) => ignored.has(name) || isEmpty(value))
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/**
 * A piece of a tool call; undefined if the library may reject it.
 *
 * @param latest index to use for a piece without one
 */
export function readPiece(entry: unknown, latest: number): { index: number; text: string } | undefined {
  if (!isRecord(entry) || !isRecord(entry['function'])) return undefined
  const { id, type = 'function', index } = entry
  const { name, arguments: text } = entry['function']
  if (![id, name, text].every(isTextOrNothing) || type !== 'function') return undefined
  const place = index ?? latest
  if (typeof place !== 'number' || !Number.isInteger(place) || place < 0) return undefined
  return { index: place, text: typeof text === 'string' ? text : '' }
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string'
}

/** A chunk that contains only one piece, as JSON. */
export function writePiece({ index, text }: { index: number; text: string }): string {
  const call = { index, function: { arguments: text } }
  return JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })
}
