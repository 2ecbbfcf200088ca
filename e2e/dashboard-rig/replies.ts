import type { EventsReply, Reply, SseEvent, Transport } from '../fake-upstream/reply.ts'
import { errorReply } from '../fake-upstream/error-reply.ts'

const ANSWER = [
  '## What was wrong\n\n',
  'The pattern knew `ms`, `s` and `m`, but not `h`:\n\n',
  '| Unit | Before | Now |\n| --- | --- | --- |\n| `m` | yes | yes |\n| `h` | **no** | yes |\n\n',
  '```ts\nconst UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }\n```\n\n',
  '1. The pattern has `h` now.\n2. An unknown unit throws, instead of giving `NaN`.\n\n',
  '<script>alert(1)</script> stays text. See [the docs](https://example.com/docs).',
]

export interface Counts {
  input: number
  output: number
  cacheRead: number
  cacheWritten: number
}

/** Rate limit headers of a subscription's response; `used` is 0–1 for each window. */
export function limitHeaders(used: { fiveHours: number; sevenDays: number }): Record<string, string> {
  const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1_000) + seconds)
  return {
    'anthropic-organization-id': 'org-ada',
    'anthropic-ratelimit-unified-status': 'allowed',
    'anthropic-ratelimit-unified-5h-utilization': String(used.fiveHours),
    'anthropic-ratelimit-unified-5h-reset': inSeconds(2 * 3_600),
    'anthropic-ratelimit-unified-7d-utilization': String(used.sevenDays),
    'anthropic-ratelimit-unified-7d-reset': inSeconds(4 * 86_400),
  }
}

/** Thinking, followed by a response in markdown. */
export function textResponse(counts: Counts, transport: Transport = {}): EventsReply {
  return response([thought('All is done: a summary.'), { type: 'text', deltas: ANSWER }], {
    counts,
    stop: 'end_turn',
    transport,
  })
}

/** A turn that ends in a tool call. */
export function toolResponse(counts: Counts, transport: Transport = {}): EventsReply {
  const deltas = ['{"command":"npm ', 'test","descri', 'ption":"Run all tests"}']
  const call = { type: 'tool_use', deltas, id: 'toolu_next', name: 'Bash' } as const
  return response([{ type: 'text', deltas: ['Now the tests.'] }, call], {
    counts,
    stop: 'tool_use',
    transport,
  })
}

/** Error of an overloaded upstream. */
export function overloaded(): Reply {
  return errorReply(529, 'overloaded_error')
}

/** A stream that continues until the client disconnects. */
export function endless(): Reply {
  return {
    ...textResponse({ input: 5, output: 1, cacheRead: 0, cacheWritten: 0 }),
    cut: { afterWrites: 4, how: 'pings' },
  }
}

/** A stream that is cut in the middle. */
export function cutOff(): Reply {
  return {
    ...textResponse({ input: 5, output: 1, cacheRead: 0, cacheWritten: 0 }),
    cut: { afterWrites: 6, how: 'reset' },
  }
}

export type Block =
  | { type: 'text' | 'thinking'; deltas: readonly string[] }
  | { type: 'tool_use'; deltas: readonly string[]; id: string; name: string }

function thought(text: string): Block {
  return { type: 'thinking', deltas: [text] }
}

/** A stream of any blocks. */
export function response(
  blocks: readonly Block[],
  { counts, stop, transport }: { counts: Counts; stop: string; transport: Transport },
): EventsReply {
  const usage = {
    input_tokens: counts.input,
    cache_read_input_tokens: counts.cacheRead,
    cache_creation_input_tokens: counts.cacheWritten,
    service_tier: 'standard',
  }
  const message = { id: 'msg_fake', type: 'message', role: 'assistant', content: [], stop_reason: null }
  const events = [
    event('message_start', { message: { ...message, usage: { ...usage, output_tokens: 1 } } }),
    ...blocks.flatMap(toEvents),
    event('message_delta', { delta: { stop_reason: stop }, usage: { output_tokens: counts.output } }),
    event('message_stop', {}),
  ]
  return { kind: 'events', events, ...transport }
}

function toEvents(block: Block, index: number): SseEvent[] {
  const deltas = block.deltas.map((part) => {
    if (block.type === 'text') return { type: 'text_delta', text: part }
    return block.type === 'thinking'
      ? { type: 'thinking_delta', thinking: part }
      : { type: 'input_json_delta', partial_json: part }
  })
  return [
    event('content_block_start', { index, content_block: toEmpty(block) }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ]
}

function toEmpty(block: Block): object {
  if (block.type === 'tool_use') return { type: 'tool_use', id: block.id, name: block.name, input: {} }
  return block.type === 'text'
    ? { type: 'text', text: '' }
    : { type: 'thinking', thinking: '', signature: '' }
}

function event(type: string, fields: object): SseEvent {
  return { event: type, data: JSON.stringify({ type, ...fields }) }
}
