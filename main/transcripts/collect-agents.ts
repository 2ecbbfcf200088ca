import { readFileSync } from 'node:fs'
import type { ConversationAgent } from '../../shared/conversations.ts'
import { addLine, createFacts, type Facts } from './facts.ts'
import { openTranscript } from './open-transcript.ts'
import { isRecord } from '../base/json/is-record.ts'
import { type Line, textOf } from './parse-line.ts'
import { sumUsage } from './usage.ts'

const MAX_META_BYTES = 64 * 1024

export interface Agents {
  /**
   * Processes a line of the conversation.
   *
   * @param file the sub-agent whose file contains the line; undefined for the conversation's own file
   * @returns the sub-agent that wrote the line; undefined for the main agent
   */
  add: (line: Line, file: string | undefined) => string | undefined
  /** In the order in which they began. */
  all: (paths: ReadonlyMap<string, string>) => ConversationAgent[]
}

/**
 * Separates a conversation's sub-agents. Newer versions of Claude Code write a file per sub-agent. Older ones mixed
 * their lines into the conversation, marked only by `isSidechain` and the chain of parents; there the uuid of the first
 * line becomes the id.
 */
export function collectAgents(): Agents {
  const agents = new Map<string, Facts>()
  /** Maps lines in the conversation's own file, by uuid, to the sub-agent that wrote them. */
  const sayers = new Map<string, string>()
  /** Maps sub-agents to the tool uses that started them. */
  const starts = new Map<string, string>()

  function sayerOf(line: Line): string | undefined {
    if (line['isSidechain'] !== true) return undefined
    const { agentId, uuid, parentUuid } = line
    const sayer = textOf(agentId) ?? sayers.get(String(parentUuid)) ?? textOf(uuid) ?? 'sidechain'
    if (typeof uuid === 'string') sayers.set(uuid, sayer)
    return sayer
  }
  return {
    add(line, file) {
      const id = file ?? sayerOf(line)
      if (id === undefined) {
        noteStart(line, starts)
        return undefined
      }
      const facts = agents.get(id) ?? createFacts()
      agents.set(id, facts)
      addLine(facts, line)
      return id
    },
    all: (paths) =>
      [...agents]
        .toSorted(([, a], [, b]) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
        .map(([id, facts]) => toAgent({ id, facts, start: starts.get(id), path: paths.get(id) })),
  }
}

/** A tool result names the sub-agent that produced it. */
function noteStart(line: Line, starts: Map<string, string>): void {
  const { toolUseResult, message } = line
  const id = isRecord(toolUseResult) ? textOf(toolUseResult['agentId']) : undefined
  if (id === undefined || !isRecord(message) || !Array.isArray(message['content'])) return
  const results: unknown[] = message['content']
  const result = results.find((block) => isRecord(block) && textOf(block['tool_use_id']) !== undefined)
  const toolUseId = isRecord(result) ? textOf(result['tool_use_id']) : undefined
  if (toolUseId !== undefined) starts.set(id, toolUseId)
}

interface AgentSource {
  id: string
  facts: Facts
  start: string | undefined
  path: string | undefined
}

function toAgent({ id, facts, start, path }: AgentSource): ConversationAgent {
  const meta = path === undefined ? {} : readMeta(path.replace(/\.jsonl$/, '.meta.json'))
  const toolUseId = textOf(meta['toolUseId']) ?? start
  const agentType = textOf(meta['agentType'])
  const description = textOf(meta['description'])
  const model = facts.sideModel ?? facts.model
  const usage = sumUsage([facts.usage])
  return {
    id,
    ...(toolUseId !== undefined && { toolUseId }),
    ...(agentType !== undefined && { agentType }),
    ...(description !== undefined && { description }),
    ...(model !== undefined && { model }),
    messageCount: facts.messages,
    ...(facts.startedAt !== undefined && { startTime: new Date(facts.startedAt).toISOString() }),
    ...(facts.endedAt !== undefined && { endTime: new Date(facts.endedAt).toISOString() }),
    ...(usage !== undefined && { usage }),
  }
}

/** Metadata that Claude Code keeps in a file beside a sub-agent's transcript; empty if there is none. */
function readMeta(path: string): Readonly<Record<string, unknown>> {
  const opened = openTranscript(path)
  if (opened === undefined) return {}
  try {
    const meta: unknown =
      opened.stats.size > MAX_META_BYTES ? {} : JSON.parse(readFileSync(opened.fd, 'utf8'))
    return isRecord(meta) ? meta : {}
  } catch {
    return {}
  } finally {
    opened.close()
  }
}
