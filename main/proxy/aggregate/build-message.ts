import { createValueCounter, MAX_VALUES } from '../../base/json/count-values.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { EventSourceMessage } from 'eventsource-parser'
import { createMessageAssembly } from '../../base/anthropic/assemble-message.ts'
import { type Fields, fieldsOf } from '../../base/anthropic/message-block.ts'
import { StreamBrokenError } from '../../base/anthropic/stream-broken-error.ts'
import { errorStatus } from '../../base/anthropic/error-statuses.ts'
import { parseExact } from '../../base/json/parse-exact.ts'

/** State of the stream after the latest event. */
export type Progress =
  | { state: 'open' }
  /** `json` is the complete message. */
  | { state: 'whole'; json: string }
  /** The upstream's own error, as in a non-streaming response. */
  | { state: 'error'; status: number; json: string }

/** Irregularities that were skipped or replaced. */
export type Oddity =
  /** A delta of unknown type, for a block without the fields that the delta carries. */
  | 'unknown_delta'
  /** A tool input that is not valid JSON because `max_tokens` truncated it. The block gets an empty one. */
  | 'broken_tool_input'

export interface MessageBuilder {
  /**
   * @throws StreamBrokenError when the events cannot belong to one message
   * @throws MessageTooLargeError
   */
  add: (event: EventSourceMessage) => Progress
  /** The message received so far, for the log. */
  partial: () => string | undefined
}

/** The collected data is larger, or has more values, than anything that a model writes. */
export class MessageTooLargeError extends Error {
  constructor() {
    super('the message is too long')
    this.name = 'MessageTooLargeError'
  }
}

/** Maximum data kept of a stream: the texts of its deltas, and the JSON of everything else. In characters. */
const MAX_BUFFERED_CHARS = 16 * 1024 * 1024

const OPEN: Progress = { state: 'open' }

/**
 * Assembles the events of a Messages stream into the message that a non-streaming request would return. Nothing is
 * dropped: unknown fields are kept where their event puts them.
 *
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export function createMessageBuilder(onOddity: (what: Oddity) => void): MessageBuilder {
  const assembly = createMessageAssembly({
    parse: parseExact,
    onUnknownDelta: () => onOddity('unknown_delta'),
  })
  /** See `MAX_BUFFERED_CHARS`. */
  let bufferedChars = 0
  /** Values in the inputs of all tool calls, which are parsed at the end. */
  const inputs = createValueCounter({ perEvent: false })

  function addBuffered(size: number): void {
    bufferedChars += size
    if (bufferedChars > MAX_BUFFERED_CHARS) throw new MessageTooLargeError()
  }
  function addInput({ delta }: Fields): void {
    const json = isRecord(delta) ? delta['partial_json'] : undefined
    if (typeof json !== 'string') return
    inputs.add(Buffer.from(json))
    if (inputs.count() > MAX_VALUES) throw new MessageTooLargeError()
  }

  function toJson(report: (what: Oddity) => void): string | undefined {
    const message = assembly.message(() => {
      report('broken_tool_input')
      return {}
    })
    return message && JSON.stringify(message)
  }

  return {
    add({ event: name, data }) {
      const event = readEvent(name, data)
      const type = typeOf(event, name)
      addBuffered(bufferedSize(type, event, data))
      addInput(event)
      if (type === 'error') {
        return { state: 'error', status: errorStatus(fieldsOf(event['error'])['type']), json: data }
      }
      if (type !== 'message_stop') {
        assembly.add(type, event)
        return OPEN
      }
      const json = toJson(onOddity)
      if (json === undefined) throw new StreamBrokenError('an event before message_start')
      return { state: 'whole', json }
    },
    partial: () => toJson(() => undefined),
  }
}

function bufferedSize(type: string, { delta }: Fields, data: string): number {
  if (type !== 'content_block_delta') return NEEDED.has(type) ? data.length : 0
  const texts = isRecord(delta) ? Object.entries(delta).filter(([name]) => name !== 'type') : []
  return texts.reduce((sum, [, value]) => sum + (typeof value === 'string' ? value.length : data.length), 0)
}

/** Event types whose data must be readable: without it the message would have a gap. */
const NEEDED = new Set<unknown>([
  undefined,
  'message_start',
  'content_block_start',
  'content_block_delta',
  'message_delta',
  'message_stop',
  'error',
])

function readEvent(name: string | undefined, data: string): Fields {
  try {
    return fieldsOf(parseExact(data))
  } catch (error) {
    if (!NEEDED.has(name)) return {}
    throw new StreamBrokenError(`the data of ${name ?? 'an event'} is not a JSON object`, { cause: error })
  }
}

/** The data contains its type; the `event:` line repeats it, and some gateways drop that line. */
function typeOf({ type }: Fields, name = ''): string {
  return typeof type === 'string' ? type : name
}
