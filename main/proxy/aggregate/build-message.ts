import { isRecord } from '../../base/json/is-record.ts'
import type { EventSourceMessage } from 'eventsource-parser'
import { createMessageAssembly } from '../../base/anthropic/assemble-message.ts'
import { type Fields, fieldsOf } from '../../base/anthropic/message-block.ts'
import { StreamBrokenError } from '../../base/anthropic/stream-broken-error.ts'
import { errorStatus } from '../../base/anthropic/error-statuses.ts'
import { parseExact } from '../../base/json/parse-exact.ts'

/** What became of the stream with the latest event. */
export type Progress =
  | { state: 'open' }
  /** `json` is the whole message. */
  | { state: 'whole'; json: string }
  /** The upstream's own error, as it would have answered without a stream. */
  | { state: 'error'; status: number; json: string }

/** What was passed over because nothing better could be done. */
export type Oddity =
  /** A delta of a type that we do not know, for a block without the fields that it brings. */
  | 'unknown_delta'
  /** A tool's input that is no JSON: cut by `max_tokens`. The block gets an empty one. */
  | 'broken_tool_input'

export interface MessageBuilder {
  /**
   * @throws StreamBrokenError when the events cannot be those of one message
   * @throws MessageTooLargeError
   */
  add: (event: EventSourceMessage) => Progress
  /** What there is of the message, for the log. */
  partial: () => string | undefined
}

/** What is collected is more than any model writes. */
export class MessageTooLargeError extends Error {
  constructor() {
    super('the message is too long')
    this.name = 'MessageTooLargeError'
  }
}

/** What is kept of a stream: the texts of its deltas, and the JSON of everything else. In characters. */
const MAX_KEPT = 16 * 1024 * 1024

const OPEN: Progress = { state: 'open' }

/**
 * Adds up the events of a Messages stream to the message that the same request would have got without one. Nothing
 * is left out: fields of tomorrow go where their event puts them.
 *
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export function createMessageBuilder(onOddity: (what: Oddity) => void): MessageBuilder {
  const assembly = createMessageAssembly({
    parse: parseExact,
    onUnknownDelta: () => onOddity('unknown_delta'),
  })
  /** See `MAX_KEPT`. */
  let kept = 0

  function keep(size: number): void {
    kept += size
    if (kept > MAX_KEPT) throw new MessageTooLargeError()
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
      keep(keptSize(type, event, data))
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

function keptSize(type: string, { delta }: Fields, data: string): number {
  if (type !== 'content_block_delta') return NEEDED.has(type) ? data.length : 0
  const texts = isRecord(delta) ? Object.entries(delta).filter(([name]) => name !== 'type') : []
  return texts.reduce((sum, [, value]) => sum + (typeof value === 'string' ? value.length : data.length), 0)
}

/** The types whose data must be read: without it the message would have a hole. */
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
    throw new StreamBrokenError(`the data of ${name ?? 'an event'} is no JSON object`, { cause: error })
  }
}

/** The data names its type; the `event:` line is a copy that some gateways drop. */
function typeOf({ type }: Fields, name = ''): string {
  return typeof type === 'string' ? type : name
}
