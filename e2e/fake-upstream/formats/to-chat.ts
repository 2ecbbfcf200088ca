import type { FakeBlock, FakeMessage } from '../fake-message.ts'
import type { SseEvent } from '../reply.ts'

export interface ChatRequest {
  id: string
  model: string
  /** Additions of servers with OpenAI's format. */
  dialect: ChatDialect
  /** True if `stream_options.include_usage` was set. */
  includesUsage: boolean
}

export type ChatDialect = 'openai' | 'openrouter' | 'groq' | 'mistral'

/** Servers are identified by the path of their public addresses, Mistral by its models. */
export function readDialect({ url, model }: { url: string; model: string }): ChatDialect {
  if (url.startsWith('/openai/v1/')) return 'groq'
  if (url.startsWith('/api/v1/')) return 'openrouter'
  return /^(?:mistral|magistral|codestral|devstral)/.test(model) ? 'mistral' : 'openai'
}

const FINISH = { end_turn: 'stop', tool_use: 'tool_calls', max_tokens: 'length', refusal: 'content_filter' }

/** https://platform.openai.com/docs/api-reference/chat-streaming: usage comes last, after the finish reason. */
export function toChatEvents(message: FakeMessage, request: ChatRequest): SseEvent[] {
  const { dialect } = request
  const usage = toUsage(message)
  const deltas = [{ role: 'assistant', content: '' }, ...toDeltas(message, dialect)]
  const finish = { delta: {}, finish_reason: FINISH[message.stopReason], index: 0 }
  const usageChunk = { choices: [], usage }
  return [
    ...deltas.map((delta) => chunk(request, { choices: [{ index: 0, delta, finish_reason: null }] })),
    chunk(request, {
      choices: [finish],
      ...(dialect === 'mistral' && { usage }),
      ...(dialect === 'groq' && { x_groq: { id: 'req_fake', usage } }),
    }),
    ...(request.includesUsage ? [chunk(request, usageChunk)] : []),
    { event: '', data: '[DONE]' },
  ]
}

/** The same message as a single object. */
export function toChatJson(message: FakeMessage, request: ChatRequest): string {
  const calls = toolsOf(message).map(({ id, name, deltas }) => {
    return { id, type: 'function', function: { name, arguments: deltas.join('') } }
  })
  const reply = {
    role: 'assistant',
    content: toContent(message, request.dialect),
    ...toReasoningFields(message, request.dialect),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
  return JSON.stringify({
    id: request.id,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: request.model,
    choices: [{ index: 0, message: reply, finish_reason: FINISH[message.stopReason] }],
    usage: toUsage(message),
  })
}

/** A string; Mistral's thinking models respond with a list of parts. */
function toContent({ blocks }: FakeMessage, dialect: ChatDialect): unknown {
  const texts = blocks.filter(({ type }) => type === 'text').map(({ deltas }) => deltas.join(''))
  const thoughts = blocks.filter(({ type }) => type === 'thinking').map(({ deltas }) => deltas.join(''))
  if (dialect !== 'mistral' || thoughts.length === 0) return texts.length === 0 ? null : texts.join('')
  return [
    ...thoughts.map((text) => ({ type: 'thinking', thinking: [{ type: 'text', text }] })),
    ...texts.map((text) => ({ type: 'text', text })),
  ]
}

type Tool = Extract<FakeBlock, { type: 'tool_use' }>

function toolsOf({ blocks }: FakeMessage): Tool[] {
  return blocks.filter((block) => block.type === 'tool_use')
}

function toDeltas(message: FakeMessage, dialect: ChatDialect): object[] {
  const said = message.blocks.flatMap((block) => {
    if (block.type === 'text') return block.deltas.map((content) => ({ content }))
    return block.type === 'thinking' ? toReasoningDeltas(block, dialect) : []
  })
  const calls = toolsOf(message).map((tool, index) => toCallDeltas(tool, index))
  return [...said, ...(message.interleaved === true ? interleave(calls) : calls.flat())]
}

function toCallDeltas({ id, name, deltas }: Tool, index: number): object[] {
  const first = { index, id, type: 'function', function: { name, arguments: '' } }
  const rest = deltas.map((text) => ({ index, function: { arguments: text } }))
  return [first, ...rest].map((call) => ({ tool_calls: [call] }))
}

function interleave(lists: readonly object[][]): object[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat()
}

type Thinking = Extract<FakeBlock, { type: 'thinking' }>

function toReasoningDeltas({ deltas, signature }: Thinking, dialect: ChatDialect): object[] {
  switch (dialect) {
    case 'openai':
      return deltas.map((text) => ({ reasoning_content: text }))
    case 'groq':
      return deltas.map((text) => ({ reasoning: text }))
    case 'mistral':
      return deltas.map((text) => ({ content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] }))
    case 'openrouter': {
      const detail = { type: 'reasoning.text', format: 'anthropic-claude-v1', index: 0 }
      const texts = deltas.map((text) => ({ reasoning: text, reasoning_details: [{ ...detail, text }] }))
      return [...texts, { reasoning_details: [{ ...detail, signature }] }]
    }
  }
}

function toReasoningFields({ blocks }: FakeMessage, dialect: ChatDialect): object {
  const thinking = blocks.find((block) => block.type === 'thinking')
  if (thinking === undefined) return {}
  const text = thinking.deltas.join('')
  const { signature } = thinking
  switch (dialect) {
    case 'openai':
      return { reasoning_content: text }
    case 'groq':
      return { reasoning: text }
    case 'mistral':
      return {}
    case 'openrouter': {
      const detail = { type: 'reasoning.text', format: 'anthropic-claude-v1', index: 0, text, signature }
      return { reasoning: text, reasoning_details: [detail] }
    }
  }
}

function toUsage({ inputTokens = 12, outputTokens = 8, cachedTokens = 0 }: FakeMessage): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    // DeepSeek's names of the same fields.
    prompt_cache_hit_tokens: cachedTokens,
    prompt_cache_miss_tokens: inputTokens - cachedTokens,
  }
}

function chunk({ id, model }: ChatRequest, fields: object): SseEvent {
  const shared = { id, object: 'chat.completion.chunk', created: 1_700_000_000, model }
  return { event: '', data: JSON.stringify({ ...shared, ...fields }) }
}
