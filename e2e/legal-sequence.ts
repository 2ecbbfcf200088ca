import { createParser } from 'eventsource-parser'

type Fields = Readonly<Record<string, unknown>>

const DELTAS: Readonly<Record<string, readonly string[]>> = {
  text: ['text_delta', 'citations_delta'],
  thinking: ['thinking_delta', 'signature_delta'],
  tool_use: ['input_json_delta'],
  server_tool_use: ['input_json_delta'],
}

const STOP_REASONS = new Set(['end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'pause_turn', 'refusal'])

const ERROR_TYPES = new Set([
  'invalid_request_error',
  'authentication_error',
  'billing_error',
  'permission_error',
  'not_found_error',
  'conflict_error',
  'request_too_large',
  'rate_limit_error',
  'api_error',
  'timeout_error',
  'overloaded_error',
])

/**
 * Faults in a sequence of Messages events, as sentences; empty for a legal one
 * (https://docs.anthropic.com/en/docs/build-with-claude/streaming): one `message_start`; blocks numbered from 0, opened
 * and closed once, in sequence; the JSON of a call parses to an object; one `message_delta` and `message_stop`, or one
 * `error`, possibly while a block is open; nothing after that.
 */
export function findIllegal(events: readonly unknown[]): string[] {
  const state: State = { problems: [], phase: 'before', index: -1, block: undefined, toolIds: new Set() }
  events.forEach((event, at) => {
    const found = isFields(event) ? take(state, event) : 'is no object'
    if (found !== undefined) state.problems.push(`event ${at}: ${found}`)
  })
  if (state.phase !== 'ended') state.problems.push('it ends with neither message_stop nor error')
  return state.problems
}

/** The events of an SSE body. Throws if a name differs from its data's type, or if data is not JSON. */
export function readEvents(body: string): unknown[] {
  const events: unknown[] = []
  const parser = createParser({
    onEvent({ event, data }) {
      const parsed: unknown = JSON.parse(data)
      if (!isFields(parsed) || parsed['type'] !== event) throw new Error(`event: ${event} with data: ${data}`)
      events.push(parsed)
    },
  })
  parser.feed(body)
  return events
}

interface State {
  problems: string[]
  phase: 'before' | 'content' | 'delta' | 'ended'
  /** Index of the last opened block. */
  index: number
  block: { type: string; json: string } | undefined
  toolIds: Set<string>
}

function take(state: State, event: Fields): string | undefined {
  const type = String(event['type'])
  if (state.phase === 'ended') return `${type} after the end`
  if (type === 'ping') return state.phase === 'before' ? 'ping before message_start' : undefined
  if (type === 'error') return takeError(state, event)
  if (state.phase === 'before' && type !== 'message_start') return `${type} before message_start`
  switch (type) {
    case 'message_start':
      return takeStart(state, event)
    case 'content_block_start':
      return takeBlockStart(state, event)
    case 'content_block_delta':
      return takeBlockDelta(state, event)
    case 'content_block_stop':
      return takeBlockStop(state, event)
    case 'message_delta':
      return takeMessageDelta(state, event)
    case 'message_stop': {
      const { phase } = state
      state.phase = 'ended'
      return phase === 'delta' ? undefined : 'message_stop without message_delta'
    }
    default:
      return `the unknown type ${type}`
  }
}

function takeError(state: State, { error }: Fields): string | undefined {
  state.phase = 'ended'
  if (!isFields(error) || !ERROR_TYPES.has(String(error['type']))) return `an error of no known type`
  return typeof error['message'] === 'string' && error['message'] !== ''
    ? undefined
    : 'an error without a message'
}

function takeStart(state: State, { message }: Fields): string | undefined {
  if (state.phase !== 'before') return 'a second message_start'
  state.phase = 'content'
  if (!isFields(message)) return 'message_start without its message'
  const { id, type, role, model, content, stop_reason: reason, usage } = message
  const isWhole =
    typeof id === 'string' &&
    id !== '' &&
    type === 'message' &&
    role === 'assistant' &&
    typeof model === 'string' &&
    Array.isArray(content) &&
    content.length === 0 &&
    reason === null &&
    isUsage(usage) &&
    isCount(usage['input_tokens'])
  return isWhole ? undefined : 'message_start with a message that is none'
}

function takeBlockStart(state: State, { index, content_block: block }: Fields): string | undefined {
  if (state.phase !== 'content') return 'a block after message_delta'
  if (state.block !== undefined) return `block ${String(index)} opened while ${state.index} is open`
  if (index !== state.index + 1) return `block ${String(index)} after block ${state.index}`
  if (!isFields(block)) return 'content_block_start without its block'
  state.index++
  state.block = { type: String(block['type']), json: '' }
  if (block['type'] === 'text')
    return block['text'] === '' ? undefined : 'a text block that does not begin empty'
  if (block['type'] === 'thinking')
    return block['thinking'] === '' ? undefined : 'thinking that does not begin empty'
  return block['type'] === 'tool_use' ? takeTool(state, block) : undefined
}

function takeTool({ toolIds }: State, { id, name, input }: Fields): string | undefined {
  if (typeof id !== 'string' || !/^[a-zA-Z0-9_-]+$/.test(id)) return `the call id ${String(id)}`
  if (toolIds.has(id)) return `the call id ${id} a second time`
  toolIds.add(id)
  if (typeof name !== 'string' || name === '') return 'a call without a name'
  return isFields(input) && Object.keys(input).length === 0 ? undefined : 'a call that does not begin empty'
}

function takeBlockDelta({ block, index }: State, event: Fields): string | undefined {
  const { delta } = event
  if (block === undefined || event['index'] !== index)
    return `a delta for block ${String(event['index'])}, not open`
  if (!isFields(delta)) return 'content_block_delta without its delta'
  const type = String(delta['type'])
  if (!(DELTAS[block.type] ?? [type]).includes(type)) return `${type} in a block of the type ${block.type}`
  if (type !== 'input_json_delta') return undefined
  if (typeof delta['partial_json'] !== 'string') return 'input_json_delta without text'
  block.json += delta['partial_json']
  return undefined
}

function takeBlockStop(state: State, event: Fields): string | undefined {
  const { block, index } = state
  if (block === undefined || event['index'] !== index)
    return `block ${String(event['index'])} closed, not open`
  state.block = undefined
  if (block.type !== 'tool_use') return undefined
  try {
    return isFields(JSON.parse(block.json === '' ? '{}' : block.json)) ? undefined : `input ${block.json}`
  } catch {
    return `input that is no JSON: ${block.json}`
  }
}

function takeMessageDelta(state: State, { delta, usage }: Fields): string | undefined {
  const { phase } = state
  state.phase = 'delta'
  if (phase === 'delta') return 'a second message_delta'
  if (state.block !== undefined) return `message_delta while block ${state.index} is open`
  if (!isFields(delta) || !STOP_REASONS.has(String(delta['stop_reason'])))
    return 'message_delta without a reason'
  if (!isUsage(usage)) return 'message_delta without usage'
  const needsTool = delta['stop_reason'] === 'tool_use' && state.toolIds.size === 0
  return needsTool ? 'tool_use without a call' : undefined
}

function isUsage(usage: unknown): usage is Fields {
  return isFields(usage) && isCount(usage['output_tokens'])
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
