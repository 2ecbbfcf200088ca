import { parseExact } from '../../base/json/parse-exact.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { ResponseBlock, Message, MessageEvent } from '../messages-api.ts'

/** Assembles our own complete sequence of events into the message for a non-streaming client. */
export function collectMessage(events: readonly MessageEvent[]): Message {
  let message: Message | undefined
  let json = ''
  for (const event of events) {
    const block = message?.content.at(-1)
    switch (event.type) {
      case 'message_start':
        message = { ...event.message, content: [] }
        break
      case 'content_block_start':
        json = ''
        message?.content.push({ ...event.content_block })
        break
      case 'content_block_delta':
        if (event.delta.type === 'input_json_delta') json += event.delta.partial_json
        else append(block, event.delta)
        break
      case 'content_block_stop':
        if (block?.type === 'tool_use' || block?.type === 'server_tool_use') block.input = parse(json)
        break
      case 'message_delta':
        if (message !== undefined) message = { ...message, ...event.delta, usage: event.usage }
        break
      case 'message_stop':
      case 'ping':
      case 'error':
        break
    }
  }
  if (message === undefined) throw new Error('a message without its start')
  return message
}

type Delta = Extract<MessageEvent, { type: 'content_block_delta' }>['delta']

function append(block: ResponseBlock | undefined, delta: Delta): void {
  if (delta.type === 'text_delta' && block?.type === 'text') block.text += delta.text
  if (delta.type === 'thinking_delta' && block?.type === 'thinking') block.thinking += delta.thinking
  if (delta.type === 'signature_delta' && block?.type === 'thinking') block.signature = delta.signature
}

function parse(json: string): Record<string, unknown> {
  const value = parseExact(json === '' ? '{}' : json)
  return isRecord(value) ? value : {}
}
