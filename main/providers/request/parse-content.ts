import { cannotTranslate } from '../errors.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { Block, CacheControl, FileBlock, TextBlock, ToolResult } from './blocks.ts'
import { type Fields, join, readFields, readList, readString } from './fields.ts'
import { parseDocument, parseImage } from './parse-file.ts'

/**
 * The content of one message: a string or a list of blocks.
 *
 * @throws ProviderError that names a block that cannot be sent to another provider
 */
export function parseContent(content: unknown, path: string): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return readList(content, path).flatMap((value, index) => {
    const at = join(path, index)
    return parseBlock(readFields(value, at), at)
  })
}

function parseBlock(block: Fields, path: string): Block[] {
  switch (block['type']) {
    case 'thinking':
      return [
        {
          type: 'thinking',
          thinking: readString(block, 'thinking', path),
          signature: typeof block['signature'] === 'string' ? block['signature'] : '',
        },
      ]
    case 'redacted_thinking':
      // Only Anthropic can read it.
      return []
    case 'tool_use':
      return [
        {
          type: 'tool_use',
          id: readString(block, 'id', path),
          name: readString(block, 'name', path),
          input: isRecord(block['input']) ? block['input'] : {},
        },
      ]
    case 'tool_result':
      return [parseToolResult(block, path)]
    default:
      return parseReadable(block, path)
  }
}

function parseToolResult(block: Fields, path: string): ToolResult {
  const { content } = block
  const at = join(path, 'content')
  const parts =
    content === undefined || content === null || typeof content === 'string'
      ? [{ type: 'text' as const, text: content ?? '' }]
      : readList(content, at).flatMap((value, index) => {
          return parseReadable(readFields(value, join(at, index)), join(at, index))
        })
  return {
    type: 'tool_result',
    id: readString(block, 'tool_use_id', path),
    isError: block['is_error'] === true,
    content: parts,
  }
}

/** Blocks that are allowed in a message and in a tool result. */
function parseReadable(block: Fields, path: string): (TextBlock | FileBlock)[] {
  const type = readString(block, 'type', path)
  const cacheControl = readCacheControl(block['cache_control'])
  const mark = cacheControl && { cacheControl }
  switch (type) {
    case 'text':
      return [{ type, text: readString(block, 'text', path), ...mark }]
    case 'image':
      return [{ ...parseImage(block, path), ...mark }]
    case 'document':
      return parseDocument(block, path).map((part) => ({ ...part, ...mark }))
    case 'search_result':
      return [{ type: 'text', text: describeSearchResult(block) }]
    case 'tool_reference':
      return [{ type: 'text', text: `The tool ${String(block['tool_name'])} is available now.` }]
    case 'compaction':
      return typeof block['content'] === 'string' ? [{ type: 'text', text: block['content'] }] : []
    default:
      // Server tools of Anthropic: their calls and results are part of the conversation.
      if (/_tool_use$|_tool_result$/.test(type))
        return [{ type: 'text', text: describeServerTool(type, block) }]
      throw cannotTranslate(path, `a block of the type "${type}" can’t be sent to another provider`)
  }
}

function readCacheControl(value: unknown): CacheControl | undefined {
  if (!isRecord(value) || value['type'] !== 'ephemeral') return undefined
  const { ttl } = value
  return { type: 'ephemeral', ...((ttl === '5m' || ttl === '1h') && { ttl }) }
}

function describeSearchResult({ title, source, content }: Fields): string {
  const texts = Array.isArray(content) ? content.filter(isRecord).map(({ text }) => text) : []
  const lines = [`${String(title)} (${String(source)})`, ...texts.filter((text) => typeof text === 'string')]
  return lines.join('\n')
}

/** Without the encrypted copies, which are long and only useful to Anthropic. */
function describeServerTool(type: string, { name, input, content }: Fields): string {
  const what = type.endsWith('_use') ? { name, input } : { content }
  const json = JSON.stringify(what, (key, value: unknown) =>
    key.startsWith('encrypted_') ? undefined : value,
  )
  return `[${type} ${json}]`
}
