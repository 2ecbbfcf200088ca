import { createParser } from 'eventsource-parser'
import { errorStatus } from '../../base/anthropic/error-statuses.ts'
import { isRecord } from '../../base/json/is-record.ts'
import { parseRecord } from '../../base/json/parse-json.ts'

/** `open` until it is known; `content` if a part of the answer has begun; a status if it is an error instead. */
export type Head = 'open' | 'content' | { status: number }

/** Reads the decoded beginning of a 200 response. */
export interface HeadReader {
  add: (bytes: Uint8Array) => Head
  /** The response is complete. `open`: it contained neither content nor an error. */
  end: () => Head
}

/** @see https://docs.anthropic.com/en/docs/build-with-claude/streaming#error-events */
export function readStreamHead(): HeadReader {
  let head: Head = 'open'
  const text = new TextDecoder()
  const parser = createParser({
    onEvent({ event, data }) {
      if (head === 'open') head = judge(event, parseRecord(data) ?? {})
    },
  })
  function add(bytes: Uint8Array): Head {
    if (head === 'open') parser.feed(text.decode(bytes, { stream: true }))
    return head
  }
  return { add, end: () => add(Buffer.from('\n\n')) }
}

function judge(name: string | undefined, event: Record<string, unknown>): Head {
  const { type = name } = event
  if (type === 'error' || isError(event)) return statusOf(event)
  if (type === 'message_start') return hasContent(event['message']) ? 'content' : 'open'
  return typeof type === 'string' && (CONTENT.has(type) || type.startsWith('content_block'))
    ? 'content'
    : 'open'
}

/** A message without content ends with these. */
const CONTENT: ReadonlySet<string> = new Set(['message_delta', 'message_stop'])

/** Results of server tools arrive inside `message_start`. */
function hasContent(message: unknown): boolean {
  return isRecord(message) && Array.isArray(message['content']) && message['content'].length > 0
}

/** Reads a response that is not a stream: an error in place of the message. */
export function readMessageHead(): HeadReader {
  const pieces: Uint8Array[] = []
  return {
    add(bytes) {
      pieces.push(bytes)
      return 'open'
    },
    end() {
      const body = parseRecord(Buffer.concat(pieces).toString()) ?? {}
      return isError(body) ? statusOf(body) : 'content'
    },
  }
}

function isError({ type, error, content }: Record<string, unknown>): boolean {
  return isRecord(error) && content === undefined && (type === undefined || type === 'error')
}

function statusOf({ error }: Record<string, unknown>): Exclude<Head, string> {
  return { status: errorStatus(isRecord(error) ? error['type'] : undefined) }
}
