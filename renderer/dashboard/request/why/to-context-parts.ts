import { type Fields, toFieldList, toFields, toTextOf } from '../../thread/to-blocks.ts'
import { toToolFace } from '../../thread/tools/to-tool-view.ts'

/** A part of a prompt. */
export interface ContextPart {
  /** As in `ContextShare`. */
  source: string
  /** `Read`, `mcp__github__search`; the subject of a tool's call is separate. */
  name: string
  subject: string
  /** In characters: tells its share of the tokens of its source. */
  size: number
}

/** Parts of a request body, with facts about them. */
export interface ContextParts {
  parts: readonly ContextPart[]
  /** Tools of the prompt that no message calls, by source. */
  unused: ReadonlyMap<string, readonly string[]>
  /** Files that were read more than once, most often first. */
  rereads: readonly { path: string; times: number }[]
}

/** Finds the parts of a body of the Messages API. Lenient: what has an unexpected format has no parts. */
export function toContextParts(body: unknown): ContextParts {
  const { tools, system, messages } = toFields(body) ?? {}
  const blocks = toFieldList(messages).flatMap(({ role, content }) =>
    contentOf(content).map((block) => ({ role: toTextOf(role), block })),
  )
  const calls = blocks.filter(({ block }) => block['type'] === 'tool_use').map(({ block }) => block)
  const listed = toFieldList(tools).filter((tool) => tool['defer_loading'] !== true)
  return {
    parts: [
      ...listed.map(toolPart),
      ...contentOf(system).map((block) => textPart('system', block)),
      ...toMessageParts(blocks, calls),
    ],
    unused: findUnused(listed, calls),
    rereads: findRereads(calls),
  }
}

function contentOf(content: unknown): readonly Fields[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : toFieldList(content)
}

/** `mcp__github__search` → `mcp:github` */
function sourceOfTool(name: string): string {
  const server = /^mcp__(.+?)__/.exec(name)?.[1]
  return server === undefined ? 'tools' : `mcp:${server}`
}

function toolPart(tool: Fields): ContextPart {
  const name = toTextOf(tool['name'])
  return { source: sourceOfTool(name), name, subject: '', size: lengthOf(tool) }
}

function toMessageParts(
  blocks: readonly { role: string; block: Fields }[],
  calls: readonly Fields[],
): ContextPart[] {
  const byId = new Map(calls.map((call) => [call['id'], call]))
  return blocks.flatMap(({ role, block }): ContextPart[] => {
    switch (block['type']) {
      case 'text':
        return [textPart(role === 'assistant' ? 'assistant' : role === 'system' ? 'system' : 'user', block)]
      case 'thinking':
      case 'redacted_thinking':
        return [
          { ...textPart('thinking', { text: block['thinking'] }), size: lengthOf(block['thinking'] ?? '') },
        ]
      case 'tool_result':
        return [resultPart(block, byId.get(block['tool_use_id']))]
      case 'tool_use':
        return [{ source: 'assistant', ...nameCall(block), size: lengthOf(block['input']) }]
      default:
        return []
    }
  })
}

const MAX_SUBJECT = 80

function textPart(source: string, { text }: Fields): ContextPart {
  const words = toTextOf(text)
  const [first = ''] = words
    .slice(0, 4 * MAX_SUBJECT)
    .trim()
    .split('\n')
  return { source, name: '', subject: first.slice(0, MAX_SUBJECT), size: words.length }
}

function resultPart({ content }: Fields, call: Fields | undefined): ContextPart {
  const named = call === undefined ? { name: 'unknown', subject: '' } : nameCall(call)
  const size = contentOf(content).reduce(
    // Pictures are another source.
    (sum, part) => sum + (part['type'] === 'image' ? 0 : lengthOf(part['text'] ?? part)),
    0,
  )
  return { source: `result:${named.name}`, ...named, size }
}

function nameCall({ name, input }: Fields): { name: string; subject: string } {
  const called = toTextOf(name)
  const fields = toFields(input) ?? {}
  const subject = toToolFace(called, fields).subject || toTextOf(fields['command'])
  return { name: called, subject: subject.slice(0, MAX_SUBJECT) }
}

/** Texts are most of a large body; writing them as JSON to measure them would block the page. */
function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : (JSON.stringify(value) ?? '').length
}

function findUnused(tools: readonly Fields[], calls: readonly Fields[]): Map<string, string[]> {
  const called = new Set(calls.map(({ name }) => name))
  const unused = new Map<string, string[]>()
  for (const { name } of tools) {
    const text = toTextOf(name)
    if (text === '' || called.has(name)) continue
    const source = sourceOfTool(text)
    unused.set(source, [...(unused.get(source) ?? []), text])
  }
  return unused
}

function findRereads(calls: readonly Fields[]): { path: string; times: number }[] {
  const times = new Map<string, number>()
  for (const { name, input } of calls) {
    const path = name === 'Read' ? toTextOf(toFields(input)?.['file_path']) : ''
    if (path !== '') times.set(path, (times.get(path) ?? 0) + 1)
  }
  return [...times]
    .map(([path, count]) => ({ path, times: count }))
    .filter((file) => file.times > 1)
    .toSorted((a, b) => b.times - a.times)
}
