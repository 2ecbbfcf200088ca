import { isRecord } from '../../base/json/is-record.ts'
import { parseRecord } from '../../base/json/parse-json.ts'
import { mergeUsage } from '../../base/anthropic/merge-usage.ts'

/**
 * The `data:` payloads of a stream, one each (https://html.spec.whatwg.org/multipage/server-sent-events.html). Only
 * for showing: what passed was never touched.
 */
export function readEvents(stream: string): string[] {
  const events: string[] = []
  let data: string[] = []
  for (const line of stream.split(/\r\n|\n|\r/)) {
    if (line === '') {
      if (data.length > 0) events.push(data.join('\n'))
      data = []
    } else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5))
  }
  // A stream that was cut has no empty line behind its last event.
  if (data.length > 0) events.push(data.join('\n'))
  return events
}

type Json = Record<string, unknown>

/** Puts the message together that an Anthropic stream tells; undefined where it never began. */
export function assembleMessage(events: readonly string[]): Json | undefined {
  let message: Json | undefined
  const blocks = new Map<unknown, Json>()
  const inputs = new Map<unknown, string>()
  for (const event of events) {
    const data = parseRecord(event) ?? {}
    switch (data['type']) {
      case 'message_start':
        message ??= { ...object(data['message']) }
        break
      case 'content_block_start':
        blocks.set(data['index'], { ...object(data['content_block']) })
        break
      case 'content_block_delta':
        addDelta(object(data['delta']), { index: data['index'], blocks, inputs })
        break
      case 'message_delta':
        message = mergeEnd(message, data)
        break
    }
  }
  if (message === undefined) return undefined
  for (const [index, json] of inputs) setInput(blocks.get(index), json)
  return { ...message, content: [...blocks.values()] }
}

function addDelta(
  delta: Json,
  { index, blocks, inputs }: { index: unknown; blocks: Map<unknown, Json>; inputs: Map<unknown, string> },
): void {
  const block = blocks.get(index)
  if (block === undefined) return
  if (delta['type'] === 'input_json_delta') {
    inputs.set(index, (inputs.get(index) ?? '') + text(delta['partial_json']))
  } else if (delta['type'] === 'citations_delta') {
    const before = Array.isArray(block['citations']) ? block['citations'] : []
    block['citations'] = [...(before as unknown[]), delta['citation']]
  } else {
    for (const field of ['text', 'thinking', 'signature']) {
      if (typeof delta[field] === 'string') block[field] = text(block[field]) + delta[field]
    }
  }
}

function mergeEnd(message: Json | undefined, data: Json): Json | undefined {
  if (message === undefined) return undefined
  const usage = mergeUsage({ ...object(message['usage']) }, object(data['usage']))
  return { ...message, ...object(data['delta']), usage }
}

/** A tool's input that is not whole stays text. */
function setInput(block: Json | undefined, json: string): void {
  if (block === undefined || json === '') return
  try {
    block['input'] = JSON.parse(json) as unknown
  } catch {
    block['input'] = json
  }
}

function object(value: unknown): Json {
  return isRecord(value) ? value : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
