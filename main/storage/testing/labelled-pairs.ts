import type { EndMessage, RowMessage } from '../row-message.ts'
import {
  CLAUDE_REQUESTS,
  type RecordedClaudeRequest,
  toBytes,
} from '../../base/testing/claude-code-requests.ts'
import { type Body, contentOf, type Labelled, type Mutation, withTtl } from './label-changes.ts'
import { planned } from './plan-rows.ts'

const T0 = Date.UTC(2026, 11, 1)
/** Tokens that the first request of a pair leaves in the cache. */
export const CACHED_TOKENS = 20_000
const AGENTS = [undefined, 'agent-a', 'agent-b'] as const

export interface Pair extends Pick<Labelled, 'kind' | 'path'> {
  name: string
  /** The request to be explained, and all before it in its session. */
  id: string
  previous: string
  rows: readonly (RowMessage & { end: EndMessage })[]
}

/**
 * A session in which the main agent, two sub-agents, the title and the classifier take turns, and in which the second
 * turn of one agent has one change.
 *
 * @param bytes length that is added to the conversation
 * @param hits true if the second turn reads everything from the cache
 */
export function labelledPair(
  { name, change }: Mutation,
  { index, bytes, hits, random }: { index: number; bytes: number; hits: boolean; random: () => number },
): Pair {
  const session = `session-${index}`
  const agent = AGENTS[index % AGENTS.length]
  const [first, second] = agent === undefined ? mainTurns(bytes) : agentTurns(bytes)
  const { body, kind, path, around = {} } = change(second, random)
  const start = kind === 'ttl_1h' ? withTtl(first, '1h') : first
  const row = toRow(session)
  const others = AGENTS.filter((other) => other !== agent)
  const beside = CLAUDE_REQUESTS.filter(
    (request) => request.kind === 'title' || request.kind === 'classifier',
  )
  const before = row({ body: start, agentId: agent, at: 0 })
  const between = [...beside, ...others, ...beside].map((each, place) => {
    const at = place + 1
    if (typeof each === 'object') return row({ body: each.body, agentId: undefined, at })
    return row({ body: each === undefined ? mainTurns(bytes)[0] : agentTurns(bytes)[0], agentId: each, at })
  })
  const after = row({
    body,
    agentId: agent,
    at: 60 + (around.idleMs ?? 0) / 1000,
    around,
    reads: hits ? CACHED_TOKENS : 0,
  })
  return {
    name,
    kind: hits ? undefined : kind,
    path: hits ? undefined : path,
    id: after.requestId,
    previous: before.requestId,
    rows: [before, ...between, after],
  }
}

function toRow(session: string) {
  const [plan] = planned({ count: 1 })
  if (plan === undefined) throw new Error('no row')
  return ({
    body,
    agentId,
    at,
    around = {},
    reads = 0,
  }: {
    body: RecordedClaudeRequest['body']
    agentId: string | undefined
    /** In s. */
    at: number
    around?: Labelled['around']
    reads?: number
  }): RowMessage & { end: EndMessage } => ({
    ...plan,
    requestId: `${session}-${String(at).padStart(6, '0')}`,
    startedAt: T0 + at * 1000,
    endpoint: '/v1/messages',
    sessionId: session,
    agentId,
    requestHeaders: ['anthropic-beta', around?.betas ?? 'one,two'].join('\n'),
    end: {
      ...plan.end,
      phase: 'done',
      status: 200,
      ttfbMs: 500,
      model: String(body['model']),
      routedModel: undefined,
      provider: 'anthropic',
      organizationId: around?.organization ?? 'org-a',
      inputTokens: 10,
      cacheReadTokens: reads,
      cacheCreationTokens: CACHED_TOKENS - reads,
      cacheCreation1hTokens: undefined,
      requestBody: toBytes(body),
      keepBody: true,
    },
  })
}

/** Two turns of the main agent, one after the other. */
function mainTurns(bytes: number): [Body, Body] {
  const turns = CLAUDE_REQUESTS.filter(({ kind }) => kind === 'main')
  return [grow(turns[2], bytes), grow(turns[3], bytes)]
}

/** Two turns of a sub-agent: its recorded one, and the next with a tool's result. */
function agentTurns(bytes: number): [Body, Body] {
  const first = grow(
    CLAUDE_REQUESTS.find(({ kind }) => kind === 'subagent'),
    bytes,
  )
  const messages = (first['messages'] as Body[]).map((message) => ({
    ...message,
    content: contentOf(message).map(({ cache_control: _mark, ...block }) => block),
  }))
  const more: Body[] = [
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_last', name: 'Bash', input: { command: 'ls' } }],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'toolu_last',
          content: 'a.txt',
          cache_control: { type: 'ephemeral' },
        },
      ],
    },
  ]
  return [first, { ...first, messages: [...messages, ...more] }]
}

/** Adds calls with long results at the same place of every turn. */
function grow(request: RecordedClaudeRequest | undefined, bytes: number): Body {
  const body = request?.body as Body
  const messages = body['messages'] as Body[]
  const more = Array.from({ length: Math.floor(bytes / 4000) }, (_, index): Body[] => [
    {
      role: 'assistant',
      content: [
        { type: 'tool_use', id: `toolu_${index}`, name: 'Read', input: { file_path: `/src/${index}.ts` } },
      ],
    },
    {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: `toolu_${index}`, content: textOf(index) }],
    },
  ]).flat()
  return { ...body, messages: [messages[0] ?? {}, ...more, ...messages.slice(1)] }
}

function textOf(seed: number): string {
  return Array.from(
    { length: 60 },
    (_, line) => `export const value${seed}_${line} = compute("${seed * 7919 + line}")\n`,
  ).join('')
}
