import { type Block, type Counts, limitHeaders, response } from '../dashboard-rig/replies.ts'
import type { EventsReply, Transport } from '../fake-upstream/reply.ts'
import type { DemoSession, Step } from './sessions.ts'

export interface DemoTurn {
  body: { model: string }
  counts: Counts
  blocks: readonly Block[]
}

/** Used shares of the two limits in every response. */
const LIMITS = { fiveHours: 0.62, sevenDays: 0.31 }
const TOOL_NAMES = ['Bash', 'Edit', 'Glob', 'Grep', 'Read', 'Write']
/** Tokens of system prompt and tools, which every session starts with. */
const PREFIX_TOKENS = 18_400

/** Headers that Claude Code sends; the session tells the requests of one run apart. */
export function headersOf(session: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'claude-cli/2.1.329 (external, cli)',
    'anthropic-version': '2023-06-01',
    'x-claude-code-session-id': session,
  }
}

export function limits(): Record<string, string> {
  return limitHeaders(LIMITS)
}

export function sessionId(index: number): string {
  return `${(((index + 7) * 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')}-4b1d-4c8e-9f27-5d0e6a1b0000`
}

/** The stream of a turn, as the fake upstream sends it. */
export function replyOf({ blocks, counts }: DemoTurn, transport: Transport): EventsReply {
  const isCall = blocks.some(({ type }) => type === 'tool_use')
  return response(blocks, { counts, stop: isCall ? 'tool_use' : 'end_turn', transport })
}

/**
 * A session's turns in order, each with the whole conversation before it: what the cache already has is read from it,
 * the rest is written.
 */
export function turnsOf({ steps, requests, project, model, pauses }: DemoSession): DemoTurn[] {
  const system = [
    { type: 'text', text: "You are Claude Code, Anthropic's official CLI for Claude." },
    {
      type: 'text',
      text: `Be concise.\n\n<env>\nWorking directory: ${project}\nIs directory a git repo: Yes\nPlatform: linux\n</env>`,
      cache_control: { type: 'ephemeral' },
    },
  ]
  const tools = TOOL_NAMES.map((name) => ({
    name,
    description: `Runs ${name}.`,
    input_schema: { type: 'object' },
  }))
  const exchanges = toExchanges(steps)
  const messages: object[] = []
  let cached = 0
  let context = PREFIX_TOKENS
  return Array.from({ length: requests }, (_, index) => {
    const { says, text, call } = exchanges[index % exchanges.length] as Exchange
    const id = `toolu_${index.toString().padStart(4, '0')}`
    if (says !== undefined) messages.push(message('user', [{ type: 'text', text: says }]))
    const added = 240 + ((index * 733) % 2_100)
    const output = 60 + ((index * 197) % 420)
    // After the pause the cache has expired: everything is written again.
    if (pauses && index === Math.floor(requests / 2)) cached = 0
    context += added
    const counts = { input: 4 + (index % 7), output, cacheRead: cached, cacheWritten: context - cached }
    cached = context
    context += output
    const body = { model, max_tokens: 32_000, stream: true, system, tools, messages: [...messages] }
    const blocks: Block[] = []
    if (text !== undefined) blocks.push({ type: 'text', deltas: text.split(/(?<= )/) })
    if (call) blocks.push({ type: 'tool_use', name: call.tool, id, deltas: [JSON.stringify(call.input)] })
    messages.push(message('assistant', contentOf({ text, call, id })), ...resultOf(call, id))
    return { body, counts, blocks }
  })
}

type Call = Extract<Step, { tool: string }>

/** One request and its response. */
interface Exchange {
  /** New words of the user; otherwise the result of the tool before is sent. */
  says?: string
  text?: string | undefined
  call?: Call | undefined
}

/** The user’s words begin a series of tool calls, which ends with a text. */
function toExchanges(steps: readonly Step[]): Exchange[] {
  return steps.flatMap((step, index): Exchange[] => {
    const next = steps[(index + 1) % steps.length]
    if ('says' in step) {
      return [{ says: step.says, text: step.answer, call: next && 'tool' in next ? next : undefined }]
    }
    // The call itself was in the response before.
    if (next && 'tool' in next) return [{ call: next }]
    const begin = steps.slice(0, index).findLast((one) => 'says' in one)
    return [{ text: begin?.done }]
  })
}

function message(role: 'user' | 'assistant', content: object[]): object {
  return { role, content }
}

function contentOf({ text, call, id }: Exchange & { id: string }): object[] {
  const said = text === undefined ? [] : [{ type: 'text', text }]
  return call ? [...said, { type: 'tool_use', id, name: call.tool, input: call.input }] : said
}

function resultOf(call: Call | undefined, id: string): object[] {
  if (!call) return []
  const result = { type: 'tool_result', tool_use_id: id, content: call.result }
  return [message('user', [{ ...result, ...(call.failed && { is_error: true }) }])]
}
