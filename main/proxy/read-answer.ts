import { scanTopLevel } from './scan-top-level.ts'

/** What an answer says of itself. What it does not say is away. */
export interface AnswerFacts {
  /** The model that answered. */
  model?: string | undefined
  /** Anthropic's own field names; counts of a stream are cumulative, the last one holds. */
  usage?: Record<string, unknown> | undefined
  stopReason?: string | undefined
  /** Anthropic's `error.type`. */
  errorType?: string | undefined
  /** Why a stream that came to its end is no whole answer. */
  streamError?: string | undefined
}

/**
 * Reads usage, stop reason and error of a Messages answer, after it has gone through: nothing waits for it.
 * A stream's events are found by their type's name and only those that matter are parsed.
 *
 * @param sections the decoded body, or its two ends
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export function readAnswer(
  sections: readonly Uint8Array[],
  options: { contentType: string | undefined; status: number },
): AnswerFacts {
  const parts = sections.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (isEventStream(options.contentType)) return readStream(parts)
  const [only] = parts
  return only !== undefined && parts.length === 1 ? readMessage(only) : {}
}

export function isEventStream(contentType: string | undefined): boolean {
  return contentType?.toLowerCase().startsWith('text/event-stream') === true
}

function readStream(sections: readonly Buffer[]): AnswerFacts {
  const parts = sections.map((bytes) => ({ bytes, text: bytes.toString('latin1') }))
  const facts: AnswerFacts = {}
  const usage: Record<string, unknown> = {}
  for (const { message } of events(parts, 'message_start')) {
    addKnown(usage, record(message)['usage'])
    assignText(facts, 'model', record(message)['model'])
  }
  for (const event of events(parts, 'message_delta')) {
    // A count that is null was not counted again.
    addKnown(usage, event['usage'])
    assignText(facts, 'stopReason', record(event['delta'])['stop_reason'])
  }
  if (Object.keys(usage).length > 0) facts.usage = usage
  const [error] = events(parts, 'error')
  if (error !== undefined) {
    assignText(facts, 'errorType', record(error['error'])['type'])
    assignText(facts, 'streamError', record(error['error'])['message'])
  } else if (events(parts, 'message_stop').length === 0) {
    facts.streamError = 'The stream ended without message_stop.'
  }
  return facts
}

/** Every event of a type, parsed. Inside a JSON text quotes are escaped, so its name in quotes is no user's text. */
function events(
  parts: readonly Part[],
  type: 'message_start' | 'message_delta' | 'message_stop' | 'error',
): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  for (const { bytes, text } of parts) {
    for (let end = 0, at = text.indexOf(`"${type}"`); at !== -1; at = text.indexOf(`"${type}"`, end)) {
      end = lineEnd(text, at)
      const event = parseData(bytes.toString('utf8', lineStart(text, at), end))
      if (event['type'] === type) found.push(event)
    }
  }
  return found
}

/** Bytes and, for each of them, a character: a string is searched several times faster. */
interface Part {
  bytes: Buffer
  text: string
}

function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at) + 1
  // Not from `at` to the start of the answer, where hardly ever one is.
  return start + text.slice(start, at).lastIndexOf('\r') + 1
}

function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at)
  const line = feed === -1 ? text.length : feed
  const carriage = text.slice(at, line).indexOf('\r')
  return carriage === -1 ? line : at + carriage
}

/** `data: {"type":…}` → the object; anything else → an empty one. */
function parseData(line: string): Record<string, unknown> {
  return line.startsWith('data:') ? record(parse(line.slice('data:'.length))) : {}
}

function readMessage(json: Buffer): AnswerFacts {
  const spans = scanTopLevel(json, ['type', 'model', 'usage', 'stop_reason', 'error'])
  const value = (name: string) => {
    const span = spans?.get(name)
    return span === undefined ? undefined : parse(json.toString('utf8', span.start, span.end))
  }
  const facts: AnswerFacts = {}
  assignText(facts, 'model', value('model'))
  assignText(facts, 'stopReason', value('stop_reason'))
  assignText(facts, 'errorType', record(value('error'))['type'])
  const usage: Record<string, unknown> = {}
  addKnown(usage, value('usage'))
  if (Object.keys(usage).length > 0) facts.usage = usage
  return facts
}

function assignText(facts: AnswerFacts, name: Exclude<keyof AnswerFacts, 'usage'>, value: unknown): void {
  if (typeof value === 'string') facts[name] = value
}

function addKnown(usage: Record<string, unknown>, counts: unknown): void {
  for (const [name, count] of Object.entries(record(counts))) if (count !== null) usage[name] = count
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
