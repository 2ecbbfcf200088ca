import { cannotTranslate } from '../errors.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { Block, TextBlock, Turn } from './blocks.ts'
import { type Fields, join, readFields, readList, readNumber, readString } from './fields.ts'
import { createOmissions, type Omissions } from './omissions.ts'
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
  /** Parts that the provider does not receive as they are. */
  omissions: Omissions
}

/** Fields with an equivalent elsewhere, and those without meaning for the response. All others are left out. */
const READ_FIELDS: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'system',
  'messages',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'tools',
  'tool_choice',
  'thinking',
  'metadata',
  'output_config',
  'output_format',
])
const READ_CONFIG: ReadonlySet<string> = new Set(['effort', 'format'])

/**
 * Parses a client's request. Most invalid requests are left to the provider to reject; content that would be lost or
 * misunderstood is rejected here.
 *
 * @throws ProviderError that names the field
 */
export function parseRequest(body: unknown): MessagesRequest {
  const fields = readFields(body, 'body')
  const config = isRecord(fields['output_config']) ? fields['output_config'] : {}
  const omissions = createOmissions()
  noteUnread(fields, READ_FIELDS, (name) => omissions.leaveOut(name))
  noteUnread(config, READ_CONFIG, (name) => omissions.leaveOut(`output_config.${name}`))
  const messages = parseMessages(fields['messages'])
  return {
    stream: fields['stream'] === true,
    system: parseSystem(fields['system'], omissions),
    turns: parseTurns(messages, omissions),
    maxTokens: readMaxTokens(fields),
    temperature: readNumber(fields, 'temperature'),
    topP: readNumber(fields, 'top_p'),
    topK: readNumber(fields, 'top_k'),
    stopSequences: parseStopSequences(fields['stop_sequences']),
    tools: uniqueTools([...parseTools(fields['tools']), ...inlineTools(messages)]),
    toolChoice: isRecord(fields['tool_choice']) ? fields['tool_choice'] : undefined,
    thinking: parseThinking(fields['thinking']),
    effort: effortOf(messages.findLast((message) => effortOf(message) !== undefined) ?? fields),
    userId: readUserId(fields['metadata']),
    outputSchema: readSchema(config['format'] ?? fields['output_format']),
    omissions,
  }
}

function noteUnread(fields: Fields, read: ReadonlySet<string>, leaveOut: (name: string) => void): void {
  for (const [name, value] of Object.entries(fields)) {
    if (!read.has(name) && value !== undefined && value !== null) leaveOut(name)
  }
}

/** Claude Code's first block, which describes how it was started; it changes and would defeat every prompt cache. */
const ATTRIBUTION = /^\s*x-anthropic-billing-header:[^\n]*(?:\n|$)/i

function parseSystem(system: unknown, omissions: Omissions): TextBlock[] {
  return parseContent(system, 'system', { isNew: false, omissions })
    .filter((block) => block.type === 'text')
    .map((block) => ({ ...block, text: block.text.replace(ATTRIBUTION, '') }))
    .filter(({ text }) => text.trim() !== '')
}

function parseMessages(value: unknown): readonly Fields[] {
  const messages = readList(value, 'messages').map((each, index) => readFields(each, join('messages', index)))
  if (messages.length === 0) throw cannotTranslate('messages', 'at least one message is required')
  return messages
}

/**
 * Like the API itself, joins consecutive messages of one role. System messages are treated as the user's. A message
 * without content, such as one that only changes the effort, is no turn.
 */
function parseTurns(messages: readonly Fields[], omissions: Omissions): Turn[] {
  const turns: { role: Turn['role']; blocks: Block[] }[] = []
  const newest = messages.findLastIndex((message) => message['role'] === 'user')
  messages.forEach((message, index) => {
    const path = join('messages', index)
    const role = readRole(message, path)
    const isNew = index === newest && !hasResults(message)
    const blocks = parseContent(message['content'], join(path, 'content'), { isNew, omissions })
    if (blocks.every((block) => block.type === 'text' && block.text === '')) return
    const last = turns.at(-1)
    if (last?.role === role) last.blocks.push(...blocks)
    else turns.push({ role, blocks })
  })
  return turns.length === 0 ? [{ role: 'user', blocks: [] }] : turns
}

/** Claude Code puts files that it has read next to the results of its tools: the user did not attach those. */
function hasResults({ content }: Fields): boolean {
  return Array.isArray(content) && content.some((block) => isRecord(block) && block['type'] === 'tool_result')
}

/** The effort of the request, or of a message, which applies from there on. */
function effortOf({ output_config: config }: Fields): string | undefined {
  return isRecord(config) && typeof config['effort'] === 'string' ? config['effort'] : undefined
}

/** Most providers reject two tools of one name. */
function uniqueTools(tools: readonly Fields[]): Fields[] {
  const seen = new Set<unknown>()
  return tools.filter(({ name }) => {
    const isNew = typeof name !== 'string' || !seen.has(name)
    seen.add(name)
    return isNew
  })
}

/** Tools that are defined in the middle of a conversation, in the `tool_addition` of a system message. */
function inlineTools(messages: readonly Fields[]): Fields[] {
  return messages.flatMap(({ content }) => {
    if (!Array.isArray(content)) return []
    return content.flatMap((block) => {
      if (!isRecord(block) || block['type'] !== 'tool_addition' || !isRecord(block['tool'])) return []
      return isRecord(block['tool']['input_schema']) ? [block['tool']] : []
    })
  })
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
