import { mayNameSecret } from '../../shared/secret-names.ts'
import { structuredPatch, type StructuredPatchHunk } from 'diff'
import type { Node } from 'jsonc-parser'
import type { Preview, PreviewLine } from '../../shared/connection.ts'
import { showAddress } from './address.ts'
import { membersOf } from './edit/members.ts'
import { parseSettings } from './edit/parse-settings.ts'

/** Lines of context around a change. */
const AROUND = 2

/** Characters shown of a line on either side of the change; some files are a single line. */
const MAX_CHARACTERS = 400

export interface PreviewedChange {
  action: Preview['action']
  repairs?: boolean
  path: string
  /** The whole content; null if there is no file. */
  before: string | null
  after: string | null
}

/** Line diff of a change to a settings file, with secrets redacted. Undefined when nothing changes. */
export function previewChange({
  action,
  path,
  before,
  after,
  repairs,
}: PreviewedChange): Preview | undefined {
  if (before === after) return undefined
  const [old, next] = [before, after].map((content) => linesOf(content === null ? '' : maskSecrets(content)))
  const file = before === null ? 'created' : after === null ? 'removed' : 'changed'
  return { action, path, file, lines: diffLines(old ?? [], next ?? []), ...(repairs === true && { repairs }) }
}

function linesOf(text: string): string[] {
  if (text === '') return []
  const lines = text.split(/\r\n|\n|\r/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** More changed lines than ours are shown as one block. */
const MAX_EDITS = 200

/** Line diff with context. The variables and the status line may be far apart. */
function diffLines(old: readonly string[], next: readonly string[]): PreviewLine[] {
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
  const patch = structuredPatch('', '', text(old), text(next), '', '', {
    context: AROUND,
    maxEditLength: MAX_EDITS,
  })
  if (patch === undefined || patch.hunks.length < 2) return diffBlock(old, next)
  return patch.hunks.flatMap(toPreviewLines)
}

const KINDS: Readonly<Record<string, PreviewLine['kind']>> = { '-': 'removed', '+': 'added' }

function toPreviewLines({ oldStart, newStart, lines }: StructuredPatchHunk): PreviewLine[] {
  let [inOld, inNew] = [oldStart, newStart]
  return lines.map((line) => {
    const kind = KINDS[line[0] ?? ''] ?? 'same'
    const number = kind === 'removed' ? inOld : inNew
    if (kind !== 'added') inOld++
    if (kind !== 'removed') inNew++
    return { kind, number, text: clip(line.slice(1), 0) }
  })
}

/** The common prefix and suffix delimit a change of neighbouring lines. */
function diffBlock(old: readonly string[], next: readonly string[]): PreviewLine[] {
  const head = common(old, next)
  const tail = common(old.slice(head).toReversed(), next.slice(head).toReversed())
  const column = common((old[head] ?? '').split(''), (next[head] ?? '').split(''))
  const lines = (kind: PreviewLine['kind'], from: readonly string[], start: number, end: number) =>
    from.slice(Math.max(start, 0), end).map((text, i) => ({
      kind,
      number: Math.max(start, 0) + i + 1,
      text: clip(text, kind === 'same' ? 0 : column),
    }))
  return [
    ...lines('same', old, head - AROUND, head),
    ...lines('removed', old, head, old.length - tail),
    ...lines('added', next, head, next.length - tail),
    ...lines('same', next, next.length - tail, next.length - tail + AROUND),
  ]
}

function common(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((item, i) => item !== b[i])
  return at === -1 ? a.length : at
}

function clip(text: string, at: number): string {
  const from = Math.max(at - MAX_CHARACTERS, 0)
  const to = at + MAX_CHARACTERS
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
}

/** Replaces possible secrets with `…`. Line breaks stay in place. */
function maskSecrets(content: string): string {
  const parsed = parseSettings(content)
  if (parsed.kind === 'broken') return ''
  const { text, root } = parsed.settings
  return secretsIn(root, '')
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((rest, { offset, length, shown }) => {
      return rest.slice(0, offset) + JSON.stringify(shown) + rest.slice(offset + length)
    }, text)
}

interface Secret {
  offset: number
  length: number
  shown: string
}

function secretsIn(node: Node | undefined, name: string): Secret[] {
  if (node === undefined) return []
  if (node.type === 'array') return (node.children ?? []).flatMap((item) => secretsIn(item, name))
  if (node.type === 'object') {
    return membersOf(node).flatMap(({ key, value }) => secretsIn(value, String(key.value)))
  }
  if (node.type !== 'string') return []
  const text = String(node.value)
  if (mayNameSecret(name)) return [{ ...node, shown: '…' }]
  // User info in a URL.
  return /^\w+:\/\/[^/]*@/.test(text) ? [{ ...node, shown: showAddress(text) }] : []
}
