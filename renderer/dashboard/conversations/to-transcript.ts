import type { Conversation, ConversationAgent, ConversationMessage } from '../../../shared/conversations.ts'
import { toTime } from '../../api/to-time.ts'
import { toFields, toTextOf } from '../thread/to-blocks.ts'
import { type Message, toTurns } from '../thread/to-turns.ts'
import type { Block, Turn } from '../thread/turn.ts'

/**
 * Converts a transcript's lines to turns. Claude Code writes one line per block of a response; lines of the same
 * response are joined into one turn. Turns of sub-agents are nested in the calls that started them, where known.
 */
export function toTranscript({ messages, agents = [] }: Pick<Conversation, 'messages' | 'agents'>): Turn[] {
  const byAgent = Map.groupBy(messages, agentOf)
  const said = new Map<string, Turn[]>()
  for (const [agent, lines] of byAgent) if (agent !== MAIN) said.set(agent, toOwnTurns(lines))
  const turns = toOwnTurns(byAgent.get(MAIN) ?? []).map((turn) => ({
    ...turn,
    blocks: turn.blocks.map((block) => withAgent(block, { agents, said })),
  }))
  // Turns without a matching call here are listed at the time they occurred.
  return [...turns, ...[...said.values()].flat()].toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
}

const MAIN = ''
/** Older transcripts do not name the sub-agent. */
const SOMEBODY = 'sub-agent'

function agentOf({ agentId, isSidechain }: ConversationMessage): string {
  return agentId ?? (isSidechain ? SOMEBODY : MAIN)
}

function toOwnTurns(lines: readonly ConversationMessage[]): Turn[] {
  return toTurns(joinResponses(lines))
}

/** `[…id a: text, id a: tool call]` → one message with both blocks. */
function joinResponses(lines: readonly ConversationMessage[]): Message[] {
  const messages: Message[] = []
  let lastResponse: string | undefined
  for (const [index, line] of lines.entries()) {
    const fields = toFields(line.message)
    const response = toTextOf(fields?.['id']) || undefined
    const last = messages.at(-1)
    if (last && response !== undefined && response === lastResponse) {
      last.content = [...listOf(last.content), ...listOf(fields?.['content'])]
      last.lines = [...(last.lines ?? []), idOf(line, index)]
      continue
    }
    lastResponse = response
    messages.push(toMessage(line, index))
  }
  return messages
}

function toMessage(line: ConversationMessage, index: number): Message {
  const fields = toFields(line.message) ?? {}
  const at = toTime(line.timestamp)
  const model = toTextOf(fields['model'])
  const id = idOf(line, index)
  return {
    id,
    lines: [id],
    role: fields['role'] ?? line.type,
    content: contentOf(line, fields['content']),
    ...(at !== undefined && { at }),
    // `<synthetic>` marks Claude Code's own error messages.
    ...(model !== '' && model !== '<synthetic>' && { model }),
    ...(agentOf(line) !== MAIN && { isSidechain: true }),
  }
}

/** Text that Claude Code wrote in the user's name is collapsed, like its additions to requests. */
function contentOf(
  { isMeta, isCompactSummary, content: own }: ConversationMessage,
  content: unknown,
): unknown {
  if (content === undefined) return own === undefined ? [] : [{ type: 'text', text: own }]
  if (!isMeta && !isCompactSummary) return content
  const text = typeof content === 'string' ? content : undefined
  return text === undefined ? content : [{ type: 'text', text: `<system-reminder>\n${text}` }]
}

interface Agents {
  agents: readonly ConversationAgent[]
  /** Turns by sub-agent. An entry is removed once it is matched to its call. */
  said: Map<string, Turn[]>
}

function withAgent(block: Block, { agents, said }: Agents): Block {
  if (block.kind !== 'call') return block
  const known = agents.find(({ toolUseId }) => toolUseId === block.id)?.id
  const agent = known ?? [...said].find(([, turns]) => isTask(turns, toTextOf(block.input['prompt'])))?.[0]
  const turns = agent === undefined ? undefined : said.get(agent)
  if (agent === undefined || turns === undefined) return block
  said.delete(agent)
  return { ...block, agent: turns }
}

function isTask(turns: readonly Turn[], prompt: string): boolean {
  const first = turns[0]?.blocks.find(({ kind }) => kind === 'text')
  return prompt !== '' && first?.kind === 'text' && first.text.trim() === prompt.trim()
}

function idOf({ uuid }: ConversationMessage, index: number): string {
  return uuid ?? `line ${index}`
}

function listOf(value: unknown): unknown[] {
  if (typeof value === 'string') return [{ type: 'text', text: value }]
  return Array.isArray(value) ? (value as unknown[]) : []
}
