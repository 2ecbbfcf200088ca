import { weighText } from '../../base/anthropic/weigh-text.ts'
import { isRecord } from '../../base/json/is-record.ts'
import type { ContextShare } from '../../../shared/explanation.ts'
import { type Block, blocksOf, messageAt, type Prompt, valueOf } from './read-prompt.ts'

/** Maximum tokens of an image, and those of a PDF per byte of its base64; see `estimate-tokens.ts`. */
const IMAGE_TOKENS = 1600
const PDF_TOKENS_PER_CHAR = 0.015

/*
 * Beginnings of what Claude Code adds to messages by itself, as sent by 2.1.329. A section reaches to the next one.
 */
const SECTIONS: readonly (readonly [source: string, opening: string])[] = [
  ['memory', 'Codebase and user instructions are shown below'],
  ['memory', 'Contents of '],
  ['skills', 'The following skills are available'],
  ['tools', 'The following deferred tools are now available'],
  ['tools', 'Available agent types'],
  ['system', '# Environment'],
  ['system', 'Attribution for git commits'],
  ['system', "Today's date is"],
]
/** `SessionStart:startup hook success: …` */
const HOOK = /^[A-Z]\w+(?::\w+)? hook\b/

/**
 * Shares of a prompt by what is in it, largest first.
 *
 * @param total prompt tokens as the response counted them; the estimates are scaled to it
 */
export function contextShares(prompt: Prompt, total: number | undefined): ContextShare[] {
  const sums = new Map<string, number>()
  const add = (source: string, tokens: number): void => {
    sums.set(source, (sums.get(source) ?? 0) + tokens)
  }
  addTools(prompt, add)
  for (const block of blocksOf(valueOf(prompt, 'system'))) addSections(block['text'], 'system', add)
  addMessages(prompt, add)
  const weight = [...sums.values()].reduce((sum, tokens) => sum + tokens, 0)
  if (weight === 0) return []
  const scale = total === undefined || total === 0 ? 1 : total / weight
  return [...sums]
    .map(([source, tokens]) => ({ source, tokens: Math.round(tokens * scale), share: tokens / weight }))
    .filter(({ tokens }) => tokens > 0)
    .toSorted((a, b) => b.tokens - a.tokens)
}

type Add = (source: string, tokens: number) => void

/** Tools that are loaded on demand are not in the prompt. */
function addTools(prompt: Prompt, add: Add): void {
  for (const tool of blocksOf(valueOf(prompt, 'tools'))) {
    if (tool['defer_loading'] !== true) add(sourceOfTool(tool['name']), weigh(tool))
  }
}

function sourceOfTool(name: unknown): string {
  const server = typeof name === 'string' ? /^mcp__(.+?)__/.exec(name)?.[1] : undefined
  return server === undefined ? 'tools' : `mcp:${server}`
}

function addMessages(prompt: Prompt, add: Add): void {
  /** Names of the called tools, by the id of the call. */
  const calls = new Map<unknown, unknown>()
  for (const at of prompt.messages.keys()) {
    const { role, content } = messageAt(prompt, at)
    for (const block of blocksOf(content)) {
      if (block['type'] === 'tool_use') calls.set(block['id'], block['name'])
      addBlock(block, { role, calls, add })
    }
  }
}

function addBlock(
  block: Block,
  { role, calls, add }: { role: unknown; calls: ReadonlyMap<unknown, unknown>; add: Add },
): void {
  switch (block['type']) {
    case 'text':
      if (role === 'assistant') return add('assistant', weigh(block['text']))
      return addSections(block['text'], role === 'system' ? 'system' : 'user', add)
    case 'thinking':
    case 'redacted_thinking':
      return add('thinking', weigh(block['thinking'] ?? ''))
    case 'image':
      return add('images', IMAGE_TOKENS)
    case 'document':
      return add('documents', weighDocument(block))
    case 'tool_result':
      return addResult(block, calls, add)
    default:
      return add(role === 'assistant' ? 'assistant' : 'user', weigh(block))
  }
}

function addResult(block: Block, calls: ReadonlyMap<unknown, unknown>, add: Add): void {
  const name = calls.get(block['tool_use_id'])
  const source = `result:${typeof name === 'string' ? name : 'unknown'}`
  for (const part of blocksOf(block['content'])) {
    if (part['type'] === 'image') add('images', IMAGE_TOKENS)
    else add(source, part['type'] === 'document' ? weighDocument(part) : weigh(part['text'] ?? part))
  }
}

/** Splits a text where Claude Code begins another section; what is before the first one is of the given source. */
function addSections(text: unknown, source: string, add: Add): void {
  if (typeof text !== 'string') return
  let current = source
  let start = 0
  let at = 0
  for (const line of text.split('\n')) {
    const found = sourceOfLine(line)
    if (found !== undefined && found !== current) {
      add(current, weigh(text.slice(start, at)))
      current = found
      start = at
    }
    // Whatever follows a reminder is the user's again.
    if (line === '</system-reminder>' && current !== source) {
      add(current, weigh(text.slice(start, at)))
      current = source
      start = at
    }
    at += line.length + 1
  }
  add(current, weigh(text.slice(start)))
}

function sourceOfLine(line: string): string | undefined {
  if (HOOK.test(line)) return 'hooks'
  return SECTIONS.find(([, opening]) => line.startsWith(opening))?.[0]
}

function weighDocument({ source }: Block): number {
  const data = isRecord(source) ? source['data'] : undefined
  if (typeof data !== 'string') return weigh(source ?? '')
  return isRecord(source) && source['type'] === 'base64' ? data.length * PDF_TOKENS_PER_CHAR : weigh(data)
}

function weigh(value: unknown): number {
  const bytes = Buffer.from(JSON.stringify(value) ?? '')
  return bytes.length <= 2 ? 0 : weighText(bytes, { start: 0, end: bytes.length })
}
