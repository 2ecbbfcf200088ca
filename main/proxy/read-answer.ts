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

function readStream(parts: readonly Buffer[]): AnswerFacts {
  const facts: AnswerFacts = {}
  const usage: Record<string, unknown> = {}
  for (const { message } of events(parts, 'message_start')) {
    Object.assign(usage, known(record(message)['usage']))
    assignText(facts, 'model', record(message)['model'])
  }
  for (const event of events(parts, 'message_delta')) {
    // A count that is null was not counted again.
    Object.assign(usage, known(event['usage']))
    assignText(facts, 'stopReason', record(event['delta'])['stop_reason'])
  }
  if (Object.keys(usage).length > 0) facts.usage = usage
  const [error] = events(parts, 'error')
  if (error !== undefined) {
    assignText(facts, 'errorType', record(error['error'])['type'])
    assignText(facts, 'streamError', record(error['error'])['message'])
  } else if (events(parts, 'message_stop').next().done === true) {
    facts.streamError = 'The stream ended without message_stop.'
  }
  return facts
}

/** Every event of a type, parsed. Inside a JSON text quotes are escaped, so its name in quotes is no user's text. */
function* events(parts: readonly Buffer[], type: keyof typeof NEEDLES): Generator<Record<string, unknown>> {
  const needle = NEEDLES[type]
  for (const bytes of parts) {
    let at = bytes.indexOf(needle)
    while (at !== -1) {
      const end = lineEnd(bytes, at)
      const event = parseData(bytes.toString('utf8', lineStart(bytes, at), end))
      if (event['type'] === type) yield event
      at = bytes.indexOf(needle, end)
    }
  }
}

const NEEDLES = {
  message_start: Buffer.from('"message_start"'),
  message_delta: Buffer.from('"message_delta"'),
  message_stop: Buffer.from('"message_stop"'),
  error: Buffer.from('"error"'),
} as const

const LF = 10
const CR = 13

function lineStart(bytes: Buffer, at: number): number {
  return Math.max(bytes.lastIndexOf(LF, at), bytes.lastIndexOf(CR, at)) + 1
}

function lineEnd(bytes: Buffer, at: number): number {
  const feed = bytes.indexOf(LF, at)
  const line = feed === -1 ? bytes.length : feed
  const carriage = bytes.subarray(at, line).indexOf(CR)
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
  const usage = known(value('usage'))
  if (Object.keys(usage).length > 0) facts.usage = usage
  return facts
}

function assignText(facts: AnswerFacts, name: Exclude<keyof AnswerFacts, 'usage'>, value: unknown): void {
  if (typeof value === 'string') facts[name] = value
}

function known(usage: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record(usage)).filter(([, count]) => count !== null))
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
