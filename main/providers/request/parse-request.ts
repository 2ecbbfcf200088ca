import { cannotTranslate } from '../errors.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { Block, TextBlock, Turn } from './blocks.ts'
import { type Fields, join, readFields, readList, readNumber, readString } from './fields.ts'
import { parseContent } from './parse-content.ts'

/** The parts of a `/v1/messages` request that can be translated for another provider. */
export interface MessagesRequest {
  stream: boolean
  system: readonly TextBlock[]
  /** With alternating roles. */
  turns: readonly Turn[]
  /** In tokens. */
  maxTokens: number
  temperature: number | undefined
  topP: number | undefined
  topK: number | undefined
  stopSequences: readonly string[]
  tools: readonly Fields[]
  toolChoice: Fields | undefined
  /** Undefined if not set in the request. `budget` is in tokens. */
  thinking: { on: boolean; budget: number | undefined } | undefined
  effort: string | undefined
  userId: string | undefined
  /** A JSON schema for the response. */
  outputSchema: Fields | undefined
}

/**
 * Parses a client's request. Most invalid requests are left to the provider to reject; content that would be lost or
 * misunderstood is rejected here.
 *
 * @throws ProviderError that names the field
 */
export function parseRequest(body: unknown): MessagesRequest {
  const fields = readFields(body, 'body')
  const config = isRecord(fields['output_config']) ? fields['output_config'] : {}
  return {
    stream: fields['stream'] === true,
    system: parseSystem(fields['system']),
    turns: parseTurns(fields['messages']),
    maxTokens: readMaxTokens(fields),
    temperature: readNumber(fields, 'temperature'),
    topP: readNumber(fields, 'top_p'),
    topK: readNumber(fields, 'top_k'),
    stopSequences: parseStopSequences(fields['stop_sequences']),
    tools: parseTools(fields['tools']),
    toolChoice: isRecord(fields['tool_choice']) ? fields['tool_choice'] : undefined,
    thinking: parseThinking(fields['thinking']),
    effort: typeof config['effort'] === 'string' ? config['effort'] : undefined,
    userId: readUserId(fields['metadata']),
    outputSchema: readSchema(config['format'] ?? fields['output_format']),
  }
}

/** Claude Code's first block, which describes how it was started; it changes and would defeat every prompt cache. */
const ATTRIBUTION = /^\s*x-anthropic-billing-header:[^\n]*(?:\n|$)/i

function parseSystem(system: unknown): TextBlock[] {
  if (system === undefined || system === null) return []
  return parseContent(system, 'system')
    .filter((block) => block.type === 'text')
    .map((block) => ({ ...block, text: block.text.replace(ATTRIBUTION, '') }))
    .filter(({ text }) => text.trim() !== '')
}

/** Like the API itself, joins consecutive messages of one role. System messages are treated as the user's. */
function parseTurns(messages: unknown): Turn[] {
  const turns: { role: Turn['role']; blocks: Block[] }[] = []
  readList(messages, 'messages').forEach((value, index) => {
    const path = join('messages', index)
    const message = readFields(value, path)
    const role = readRole(message, path)
    const blocks = parseContent(message['content'], join(path, 'content'))
    const last = turns.at(-1)
    if (last?.role === role) last.blocks.push(...blocks)
    else turns.push({ role, blocks })
  })
  if (turns.length === 0) throw cannotTranslate('messages', 'at least one message is required')
  return turns
}

function readRole(message: Fields, path: string): Turn['role'] {
  const role = readString(message, 'role', path)
  if (role === 'system') return 'user'
  if (role === 'user' || role === 'assistant') return role
  throw cannotTranslate(join(path, 'role'), `Input should be 'user' or 'assistant'`)
}

function readMaxTokens(fields: Fields): number {
  const maxTokens = readNumber(fields, 'max_tokens')
  if (maxTokens === undefined) throw cannotTranslate('max_tokens', 'Field required')
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw cannotTranslate('max_tokens', 'must be a whole number above 0')
  }
  return maxTokens
}

function parseStopSequences(value: unknown): string[] {
  if (value === undefined || value === null) return []
  return readList(value, 'stop_sequences').map((sequence, index) => {
    if (typeof sequence === 'string') return sequence
    throw cannotTranslate(join('stop_sequences', index), 'Input should be a string')
  })
}

function parseTools(value: unknown): Fields[] {
  if (value === undefined || value === null) return []
  return readList(value, 'tools').map((tool, index) => readFields(tool, join('tools', index)))
}

/** Claude Code sends `{type: "adaptive"}`; plain `true` is from CCProxy (https://github.com/orchestre-dev/ccproxy). */
function parseThinking(value: unknown): MessagesRequest['thinking'] {
  if (typeof value === 'boolean') return { on: value, budget: undefined }
  if (!isRecord(value)) return undefined
  const { type, budget_tokens: budget } = value
  return { on: type !== 'disabled', budget: typeof budget === 'number' ? budget : undefined }
}

function readUserId(metadata: unknown): string | undefined {
  const userId = isRecord(metadata) ? metadata['user_id'] : undefined
  return typeof userId === 'string' ? userId : undefined
}

function readSchema(format: unknown): Fields | undefined {
  if (!isRecord(format) || format['type'] !== 'json_schema') return undefined
  return isRecord(format['schema']) ? format['schema'] : undefined
}
