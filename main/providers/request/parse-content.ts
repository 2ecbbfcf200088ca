import { isRecord } from '../../base/json/is-record.ts'
import type { Block, CacheControl, FileBlock, TextBlock, ToolResult } from './blocks.ts'
import { type Fields, join, readFields, readList, readString } from './fields.ts'
import type { Reading } from './omissions.ts'
import { parseDocument, parseImage } from './parse-file.ts'
import { parseOtherBlock } from './parse-other-block.ts'

/**
 * The content of one message: a string, a list of blocks, or nothing. Blocks that other providers have no place for are
 * left out or said in words.
 *
 * @throws ProviderError that names a malformed block, or a file of an unsupported type that the user has just attached
 */
export function parseContent(content: unknown, path: string, reading: Reading): Block[] {
  if (content === undefined || content === null) return []
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return readList(content, path).flatMap((value, index) => {
    const at = join(path, index)
    return parseBlock(readFields(value, at), at, reading)
  })
}

function parseBlock(block: Fields, path: string, reading: Reading): Block[] {
  switch (block['type']) {
    case 'thinking':
      return [
        {
          type: 'thinking',
          thinking: typeof block['thinking'] === 'string' ? block['thinking'] : '',
          signature: typeof block['signature'] === 'string' ? block['signature'] : '',
        },
      ]
    case 'redacted_thinking':
      // Only Anthropic can read it.
      reading.omissions.leaveOut('redacted_thinking')
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
      return [parseToolResult(block, path, reading)]
    default:
      return parseReadable(block, path, reading)
  }
}

/** Files in a result are never refused: Claude Code puts what it reads there, and it stays for the whole session. */
function parseToolResult(block: Fields, path: string, { omissions }: Reading): ToolResult {
  const { content } = block
  const at = join(path, 'content')
  const parts =
    content === undefined || content === null || typeof content === 'string'
      ? [{ type: 'text' as const, text: content ?? '' }]
      : readList(content, at).flatMap((value, index) => {
          return parseReadable(readFields(value, join(at, index)), join(at, index), {
            isNew: false,
            omissions,
          })
        })
  return {
    type: 'tool_result',
    id: readString(block, 'tool_use_id', path),
    isError: block['is_error'] === true,
    content: parts,
  }
}

/** Blocks that are allowed in a message and in a tool result. */
function parseReadable(block: Fields, path: string, reading: Reading): (TextBlock | FileBlock)[] {
  const type = readString(block, 'type', path)
  const cacheControl = readCacheControl(block['cache_control'])
  const mark = cacheControl && { cacheControl }
  switch (type) {
    case 'text':
      return [{ type, text: readString(block, 'text', path), ...mark }]
    case 'image':
      return parseImage(block, path, reading).map((part) => ({ ...part, ...mark }))
    case 'document':
      return parseDocument(block, path, reading).map((part) => ({ ...part, ...mark }))
    case 'search_result':
      return [{ type: 'text', text: describeSearchResult(block) }]
    case 'tool_reference':
      return [{ type: 'text', text: `The tool ${String(block['tool_name'])} is available now.` }]
    default:
      return parseOtherBlock(type, block, reading.omissions)
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
