import type { ConversationMessage } from '../../shared/conversations.ts'
import { isRecord } from '../base/json/is-record.ts'
import { type Line, textOf } from './parse-line.ts'
import { queuedPrompt } from './queued-prompt.ts'

const TEXTS = ['uuid', 'userType', 'cwd', 'sessionId', 'version', 'timestamp', 'subtype'] as const
const FLAGS = ['isMeta', 'isCompactSummary'] as const

/**
 * Converts a line to a message. Claude Code also writes many lines of its own (tool lists, prompts, costs), and more
 * with every version, so only lines that look like a message are accepted.
 *
 * @returns undefined for every other line
 */
export function toMessage(line: Line): ConversationMessage | undefined {
  const prompt = queuedPrompt(line)
  if (prompt === undefined && !isMessage(line)) return undefined
  const { parentUuid } = line
  const message: ConversationMessage = {
    type: prompt === undefined ? line.type : 'user',
    ...readFields(line),
  }
  if (parentUuid === null || typeof parentUuid === 'string') message.parentUuid = parentUuid
  if (typeof line['isSidechain'] === 'boolean') message.isSidechain = line['isSidechain']
  const content = textOf(line['content']) ?? textOf(line['summary'])
  if (content !== undefined) message.content = content
  if (prompt !== undefined) message.message = { role: 'user', content: prompt }
  else if (line['message'] !== undefined) message.message = line['message']
  return message
}

function readFields(line: Line): Partial<ConversationMessage> {
  const fields: Partial<ConversationMessage> = {}
  for (const field of TEXTS) {
    const text = textOf(line[field])
    if (text !== undefined) fields[field] = text
  }
  for (const flag of FLAGS) if (line[flag] === true) fields[flag] = true
  return fields
}

function isMessage(line: Line): boolean {
  switch (line.type) {
    case 'user':
    case 'assistant':
    case 'system':
    case 'summary':
      return true
    default:
      // An unknown type.
      return typeof line['uuid'] === 'string' && isRecord(line['message'])
  }
}
