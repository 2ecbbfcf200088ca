import { t } from '../../language/t.ts'
import { formatBytes } from '../../ui/format-number.ts'
import { type Fields, toFieldList, toFields, toTextOf } from '../thread/to-blocks.ts'

/** One difference between two requests. Texts are compared line by line. */
export interface Change {
  kind: 'added' | 'removed' | 'changed'
  /** `Message 4, user`, `Tool Bash`, `System prompt`, `max_tokens`. */
  what: string
  before: string
  after: string
}

/** Differences between two request bodies. Ignores the positions of cache marks. */
export function comparePrompts(before: unknown, after: unknown): Change[] {
  const [old, now] = [toFields(before) ?? {}, toFields(after) ?? {}]
  return [
    ...compare(t('System prompt'), systemText(old['system']), systemText(now['system'])),
    ...compareTools(toFieldList(old['tools']), toFieldList(now['tools'])),
    ...compareMessages(toFieldList(old['messages']), toFieldList(now['messages'])),
    ...compareOptions(old, now),
  ]
}

function compare(what: string, before: string | undefined, after: string | undefined): Change[] {
  if (before === after) return []
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ kind, what, before: before ?? '', after: after ?? '' }]
}

function compareTools(before: readonly Fields[], after: readonly Fields[]): Change[] {
  const texts = (tools: readonly Fields[]) =>
    new Map(tools.map((tool) => [toTextOf(tool['name']) || toTextOf(tool['type']), pretty(tool)]))
  const [old, now] = [texts(before), texts(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name) =>
    compare(t('Tool {{name}}', { name }), old.get(name), now.get(name)),
  )
}

function compareMessages(before: readonly Fields[], after: readonly Fields[]): Change[] {
  return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, index) => {
    const [old, now] = [before[index], after[index]]
    const role = toTextOf((now ?? old)?.['role'])
    const what = t('Message {{place}}, {{role}}', { place: index + 1, role })
    return compare(what, old && messageText(old), now && messageText(now))
  })
}

const COMPARED = new Set(['system', 'tools', 'messages'])

function compareOptions(before: Fields, after: Fields): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !COMPARED.has(name),
  )
  const text = (fields: Fields, name: string) => (name in fields ? pretty(fields[name]) : undefined)
  return names.flatMap((name) => compare(name, text(before, name), text(after, name)))
}

function systemText(system: unknown): string | undefined {
  if (typeof system === 'string') return system
  const parts = toFieldList(system)
  return parts.length === 0 ? undefined : parts.map((part) => toTextOf(part['text'])).join('\n\n')
}

/** Plain text as is, for a comparison by lines; other content as JSON. */
function messageText({ content }: Fields): string {
  if (typeof content === 'string') return content
  return toFieldList(content)
    .map((block) => (block['type'] === 'text' ? toTextOf(block['text']) : pretty(block)))
    .join('\n')
}

// Cache marks move with every turn while the content stays the same.
function pretty(value: unknown): string {
  return (
    JSON.stringify(value, (key, inner: unknown) => (key === 'cache_control' ? undefined : fold(inner)), 2) ??
    ''
  )
}

/** Shorter texts stay as they are; a longer one without spaces is data. */
const MIN_DATA_LENGTH = 400

/** Images and documents as one line with their size: base64 is unreadable, and comparing it takes long. */
function fold(value: unknown): unknown {
  if (typeof value !== 'string' || value.length < MIN_DATA_LENGTH) return value
  if (!/^[\w+/=-]+$/.test(value.slice(0, MIN_DATA_LENGTH))) return value
  return `${value.slice(0, 40)}… (${formatBytes(value.length)}, ${value.slice(-12)})`
}
