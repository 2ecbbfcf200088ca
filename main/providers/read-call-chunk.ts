import { parseRecord } from '../base/json/parse-json.ts'
import { isRecord } from '../base/json/is-record.ts'

type Json = Record<string, unknown>

/** One chunk of a stream of OpenAI's format, as far as pieces of calls are concerned. */
export interface CallChunk {
  /** Its `tool_calls`. */
  entries: readonly unknown[]
  /** Its id, model and provider. */
  origin: string
  /** True where it says nothing besides these and its pieces of calls. */
  isBare: boolean
  /** The same chunk without its pieces of calls, as JSON. */
  withoutCalls: () => string
}

/** Undefined where the data is no chunk: an error, the end of the stream, something that nobody can read. */
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

/** What has nothing to say whatever it holds. What is not named has to be empty. */
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
 * A piece of a call; undefined for what the library may refuse.
 *
 * @param latest the index of a piece that has none
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

/** A chunk that holds one piece and nothing else, as JSON. */
export function writePiece({ index, text }: { index: number; text: string }): string {
  const call = { index, function: { arguments: text } }
  return JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })
}
