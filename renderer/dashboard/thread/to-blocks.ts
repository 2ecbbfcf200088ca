import { t } from '../../language/t.ts'
import type { Block, CacheMark, Picture, ToolResult } from './turn.ts'

/**
 * Converts the content of an Anthropic message to blocks. Lenient: content in an unexpected format is shown as it is.
 * `"hi"` → one text block.
 */
export function toBlocks(content: unknown): Block[] {
  if (typeof content === 'string') return content === '' ? [] : [toText(content)]
  return toFieldList(content).map((fields) => withCache(fields, toBlock(fields)))
}

export type Fields = Readonly<Record<string, unknown>>

/** Fields of an object; undefined for anything else. */
export function toFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

/** Objects of a list. Empty for anything else. */
export function toFieldList(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(toFields).filter((fields) => fields !== undefined) : []
}

export function toTextOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function toBlock(fields: Fields): Block {
  const { type } = fields
  switch (type) {
    case 'text':
      return withSources(toText(toTextOf(fields['text'])), fields['citations'])
    case 'thinking':
      return { kind: 'thinking', text: toTextOf(fields['thinking']), redacted: false }
    case 'redacted_thinking':
      return { kind: 'thinking', text: '', redacted: true }
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return {
        kind: 'call',
        id: toTextOf(fields['id']),
        name: toTextOf(fields['name']),
        input: toFields(fields['input']) ?? {},
      }
    case 'image':
      return toPicture(fields)
    case 'document':
      return {
        kind: 'document',
        title: toTextOf(fields['title']) || t('Document'),
        size: sizeOf(fields['source']),
      }
    case 'compaction':
      return { kind: 'event', title: t('Conversation compacted'), text: toTextOf(fields['content']) }
    case 'fallback':
      return { kind: 'event', title: sayFallback(fields), text: '' }
    case 'tool_addition':
    case 'tool_removal':
    case 'tool_reference':
      return { kind: 'event', title: sayToolChange(fields), text: '' }
    default:
      return { kind: 'other', type: toTextOf(type) || 'unknown', value: fields }
  }
}

/** `{ from: { model: 'a' }, to: { model: 'b' } }`: a model declined and another one responded. */
function sayFallback({ from, to }: Fields): string {
  const [before, after] = [from, to].map((side) => toTextOf(toFields(side)?.['model']))
  return t('The API fell back from {{before}} to {{after}}', { before: before || '?', after: after || '?' })
}

/** The tool is a `tool_reference`, or the block is one itself. */
function sayToolChange(fields: Fields): string {
  const tool = toFields(fields['tool']) ?? fields
  const name = toTextOf(tool['name']) || toTextOf(tool['tool_name'])
  if (fields['type'] === 'tool_removal') return t('Tool removed: {{name}}', { name })
  return fields['type'] === 'tool_addition'
    ? t('Tool added: {{name}}', { name })
    : t('Tool loaded: {{name}}', { name })
}

/** Passages that a text cites, one per title and passage. */
function withSources(block: Block, citations: unknown): Block {
  const sources = toFieldList(citations).map((citation) => ({
    title: toTextOf(citation['title']) || toTextOf(citation['document_title']) || toTextOf(citation['url']),
    url: toTextOf(citation['url']) || undefined,
    quote: toTextOf(citation['cited_text']),
  }))
  return block.kind === 'text' && sources.length > 0 ? { ...block, sources } : block
}

/** `web_search_tool_result` and similar types answer a call like `tool_result`. */
export function isResult({ type, tool_use_id }: Fields): boolean {
  return typeof tool_use_id === 'string' && typeof type === 'string' && type.endsWith('tool_result')
}

export function toResult(fields: Fields): ToolResult {
  const { content } = fields
  const blocks = toBlocks(content)
  const texts = blocks.map((block) =>
    'text' in block ? block.text : block.kind === 'other' ? pretty(block.value) : '',
  )
  return {
    isError: fields['is_error'] === true,
    text: texts.filter((text) => text !== '').join('\n\n') || (toFields(content) ? pretty(content) : ''),
    pictures: blocks.filter((block) => block.kind === 'picture'),
  }
}

// Tags that mark text which Claude Code added to the user's message.
const REMINDER = /^\s*<(system-reminder|command-name|command-message|local-command-\w+)>/

function toText(text: string): Block {
  return { kind: REMINDER.test(text) ? 'reminder' : 'text', text }
}

function toPicture(fields: Fields): Picture {
  const source = toFields(fields['source']) ?? {}
  const data = source['type'] === 'base64' ? toTextOf(source['data']) : undefined
  return { kind: 'picture', mediaType: toTextOf(source['media_type']) || 'image', data }
}

function withCache(fields: Fields, block: Block): Block {
  const cache = toCacheMark(fields)
  return cache ? { ...block, cache } : block
}

/** `{ cache_control: { type: 'ephemeral' } }` → five minutes, Anthropic's default. */
export function toCacheMark(fields: Fields): CacheMark | undefined {
  const control = toFields(fields['cache_control'])
  return control && { ttl: toTextOf(control['ttl']) || '5m' }
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value ?? '').length
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
