import { type Fields, isResult, toBlocks, toFieldList, toResult } from './to-blocks.ts'
import type { Block, Role, ToolResult, Turn } from './turn.ts'

/** A message from a request or a transcript, with metadata. */
export interface Message extends Omit<Turn, 'id' | 'role' | 'blocks'> {
  id: string
  role: unknown
  content: unknown
}

/**
 * Converts messages to turns for display: a tool result is attached to its call, and a message that contains only
 * results is not a turn of its own.
 */
export function toTurns(messages: readonly Message[]): Turn[] {
  const calls = new Set(messages.flatMap(({ content }) => toFieldList(content).flatMap(callId)))
  const results = new Map<string, ToolResult>()
  const turns = messages.map(({ role, content, ...rest }): Turn => {
    const own = toFieldList(content).filter((block) => {
      const id = resultId(block)
      if (id === undefined) return true
      results.set(id, toResult(block))
      return false
    })
    const blocks = typeof content === 'string' ? toBlocks(content) : toBlocks(own)
    const orphans = toFieldList(content)
      .filter((block) => isOrphan(block, calls))
      .map(toOrphan)
    return { ...rest, role: toRole(role), blocks: [...orphans, ...blocks] }
  })
  return turns
    .filter(({ blocks }) => blocks.length > 0)
    .map((turn) => ({ ...turn, blocks: turn.blocks.map(pair) }))

  function pair(block: Block): Block {
    const result = block.kind === 'call' ? results.get(block.id) : undefined
    return result && block.kind === 'call' ? { ...block, result } : block
  }
}

function callId({ type, id }: Fields): string[] {
  return typeof type === 'string' && type.endsWith('tool_use') && typeof id === 'string' ? [id] : []
}

function resultId(block: Fields): string | undefined {
  return isResult(block) ? String(block['tool_use_id']) : undefined
}

function isOrphan(block: Fields, calls: ReadonlySet<string>): boolean {
  const id = resultId(block)
  return id !== undefined && !calls.has(id)
}

function toOrphan(block: Fields): Block {
  return { kind: 'result', result: toResult(block) }
}

function toRole(role: unknown): Role {
  return role === 'assistant' || role === 'system' ? role : 'user'
}
