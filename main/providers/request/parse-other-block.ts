import { isRecord } from '../../base/json/is-record.ts'
import type { TextBlock } from './blocks.ts'
import type { Fields } from './fields.ts'
import type { Omissions } from './omissions.ts'

/** Longest value in a description, in characters: data that is longer is for a machine. */
const MAX_VALUE_CHARS = 4000

/**
 * Blocks for Anthropic's API that tell the model nothing.
 *
 * `tool_addition`, `tool_removal`: https://platform.claude.com/docs/en/build-with-claude/mid-conversation-tool-changes
 * (every tool is sent to other providers anyway); `fallback`: the model that answered in place of another.
 */
const SILENT: ReadonlySet<unknown> = new Set(['tool_addition', 'tool_removal', 'fallback'])

/**
 * A block that no other provider has a place for, including every future one: its text if it has any, otherwise a short
 * description. Never refused: it stays in the conversation, so that every later request would be refused, too.
 */
export function parseOtherBlock(type: string, block: Fields, omissions: Omissions): TextBlock[] {
  const text = SILENT.has(type) ? '' : (ownText(type, block) ?? describe(type, block))
  if (text === '') omissions.leaveOut(type)
  else omissions.sayInWords(type)
  return text === '' ? [] : [{ type: 'text', text }]
}

/** Results of server tools are described whole, because their kind says what the text is. */
function ownText(type: string, block: Fields): string | undefined {
  if (/_tool_use$|_tool_result$/.test(type)) return undefined
  return [block['text'], block[type], block['content']].map(readText).find((text) => text !== undefined)
}

/** @returns undefined if the value is not a text or a list of texts */
function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return undefined
  const texts = value.map((part) => (isRecord(part) ? part['text'] : part))
  return texts.every((text) => typeof text === 'string') && texts.length > 0 ? texts.join('\n') : undefined
}

/** Without encrypted copies, signatures and files, which only Anthropic can read. */
function describe(type: string, block: Fields): string {
  const { type: _type, id: _id, tool_use_id: _call, ...rest } = block
  const json = JSON.stringify(rest, (key, value: unknown) => {
    if (value === null || key.startsWith('encrypted_') || key === 'signature' || key === 'cache_control')
      return undefined
    return typeof value === 'string' && value.length > MAX_VALUE_CHARS && isData(key) ? undefined : value
  })
  return json === '{}' ? '' : `[${type} ${json}]`
}

function isData(key: string): boolean {
  return key !== 'text' && key !== 'content'
}
