import { parseJson } from '../../base/json/parse-json.ts'
import { mergeUsage } from '../../base/anthropic/merge-usage.ts'
import { fallbackModel } from '../../base/anthropic/usage-lines.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { readEvents } from './read-events.ts'
import { scanTopLevel } from '../../base/json/scan-top-level.ts'

/** The first and the last events contain all facts, so only the ends of a long stream are read. In bytes. */
export const END_BYTES = 128 * 1024

/** Longer values are not usage, models or errors. In bytes. */
const MAX_VALUE_BYTES = 64 * 1024

/** Longer non-streaming messages are not read. In bytes. */
export const MAX_MESSAGE_BYTES = 2 * 1024 * 1024

/** Types of the events that contain facts. Inside a JSON text quotes are escaped, so a model's text never matches. */
const MARKS = /"(?:message_start|message_delta|message_stop|error|fallback)"/g

/** Facts found in a response. Those not found are absent. */
export interface ResponseFacts {
  /** The model that responded: after a fallback, the one that it ended with. */
  model?: string | undefined
  /** With Anthropic's field names; counts of a stream are cumulative, so the last one wins. */
  usage?: Record<string, unknown> | undefined
  stopReason?: string | undefined
  messageId?: string | undefined
  /** Anthropic's `error.type`. */
  errorType?: string | undefined
  /** The reason a stream that ended normally is not a complete response. */
  streamError?: string | undefined
}

/**
 * Reads usage, stop reason and error of a Messages response after it has been relayed, so it delays nothing. A stream's
 * events are found by type name and only relevant ones are parsed.
 *
 * @param sections the decoded body, or its two ends
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export function readResponse(
  sections: readonly Uint8Array[],
  options: { contentType: string | undefined; status: number },
): ResponseFacts {
  const parts = sections.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (isEventStream(options.contentType)) return readStream(parts)
  const [only] = parts
  return only !== undefined && parts.length === 1 ? readMessage(only) : {}
}

export function isEventStream(contentType: string | undefined): boolean {
  return contentType?.toLowerCase().startsWith('text/event-stream') === true
}

function readStream(sections: readonly Buffer[]): ResponseFacts {
  const facts: ResponseFacts = {}
  const usage: Record<string, unknown> = {}
  let hasStopped = false
  let hasFailed = false
  for (const event of sections.flatMap(endsOf).flatMap((part) => readEvents(part, MARKS))) {
    if (event['type'] === 'message_start') {
      const message = record(event['message'])
      mergeUsage(usage, record(message['usage']))
      assignText(facts, 'model', message['model'])
      assignText(facts, 'messageId', message['id'])
    } else if (event['type'] === 'content_block_start') {
      assignFallback(facts, event['content_block'])
    } else if (event['type'] === 'message_delta') {
      mergeFinalUsage(usage, record(event['usage']))
      assignText(facts, 'stopReason', record(event['delta'])['stop_reason'])
    } else if (event['type'] === 'message_stop') {
      hasStopped = true
    } else if (event['type'] === 'error' && !hasFailed) {
      hasFailed = true
      assignText(facts, 'errorType', record(event['error'])['type'])
      assignText(facts, 'streamError', record(event['error'])['message'])
    }
  }
  assignUsage(facts, usage)
  if (!hasStopped && !hasFailed) facts.streamError = 'The stream ended without message_stop.'
  return facts
}

function endsOf(bytes: Buffer): Buffer[] {
  if (bytes.length <= 2 * END_BYTES) return [bytes]
  return [bytes.subarray(0, END_BYTES), bytes.subarray(-END_BYTES)]
}

function readMessage(json: Buffer): ResponseFacts {
  if (json.length > MAX_MESSAGE_BYTES) return {}
  const spans = scanTopLevel(json, ['id', 'type', 'model', 'usage', 'stop_reason', 'error', 'content'])
  const value = (name: string) => {
    const span = spans?.get(name)
    return span === undefined || span.end - span.start > MAX_VALUE_BYTES
      ? undefined
      : parseJson(json.toString('utf8', span.start, span.end))
  }
  const facts: ResponseFacts = {}
  assignText(facts, 'model', value('model'))
  assignText(facts, 'messageId', value('id'))
  assignText(facts, 'stopReason', value('stop_reason'))
  assignText(facts, 'errorType', record(value('error'))['type'])
  assignUsage(facts, record(value('usage')))
  if (json.includes(FALLBACK)) {
    const blocks = value('content')
    for (const block of Array.isArray(blocks) ? blocks : []) assignFallback(facts, block)
  }
  return facts
}

/** The type of a content block. Inside a JSON text quotes are escaped, so a model's text never matches. */
const FALLBACK = '"fallback"'

/** `{"type":"fallback","from":{"model":"a"},"to":{"model":"b"}}`: from here on, `b` responds. */
function assignFallback(facts: ResponseFacts, block: unknown): void {
  const { type, to } = record(block)
  if (type === 'fallback') assignText(facts, 'model', record(to)['model'])
}

const CACHE_COUNTS = ['cache_creation_input_tokens', 'cache_read_input_tokens'] as const

/**
 * Merges the usage of a `message_delta`. Some third-party upstreams put the whole prompt into the `input_tokens` of
 * `message_start` and only report at the end which part of it was cached; Anthropic reports that from the beginning.
 *
 *     {input_tokens: 100} + {cache_read_input_tokens: 90}  →  10 uncached, 90 cached
 */
function mergeFinalUsage(usage: Record<string, unknown>, final: Readonly<Record<string, unknown>>): void {
  const prompt = usage['input_tokens']
  const cached = sumOf(final)
  const isWhole = typeof prompt === 'number' && prompt >= cached && sumOf(usage) === 0
  if (isWhole && cached > 0 && typeof final['input_tokens'] !== 'number')
    usage['input_tokens'] = prompt - cached
  mergeUsage(usage, final)
}

function sumOf(usage: Readonly<Record<string, unknown>>): number {
  return CACHE_COUNTS.reduce((sum, name) => {
    const value = usage[name]
    return typeof value === 'number' ? sum + value : sum
  }, 0)
}

function assignText(facts: ResponseFacts, name: Exclude<keyof ResponseFacts, 'usage'>, value: unknown): void {
  if (typeof value === 'string') facts[name] = value
}

function assignUsage(facts: ResponseFacts, usage: Record<string, unknown>): void {
  const names = Object.keys(usage)
  const known = names.filter((name) => usage[name] !== null)
  if (known.length === 0) return
  const served = fallbackModel(usage)
  if (served !== undefined) facts.model = served
  // Nearly every response counts everything.
  const isWhole = known.length === names.length
  facts.usage = isWhole ? usage : Object.fromEntries(known.map((name) => [name, usage[name]]))
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}
