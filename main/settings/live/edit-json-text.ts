import {
  applyEdits,
  type Edit,
  findNodeAtLocation,
  type FormattingOptions,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser'
import { isDeepStrictEqual } from 'node:util'
import { diffJson, type JsonEdit } from './diff-json.ts'
import { type JsonFile, parseJsonFile } from './parse-json-file.ts'
import type { Path } from '../../../shared/coded-issue.ts'

/** Each edit parses the text again; above this number a section is rewritten whole, without its comments. */
const MAX_EDITS = 64
/** The same for long texts: the limit of characters that all edits together may parse. */
const MAX_READ = 4_000_000

/**
 * Changes top-level members of a JSON text only: comments, order, whitespace and unknown keys stay.
 *
 * @returns `undefined` when the edited text would not have these values, for example because of a duplicate key
 */
export function editJsonText(file: JsonFile, members: Readonly<Record<string, unknown>>): string | undefined {
  const wanted = { ...file.value, ...members }
  const format = formattingOf(file.text)
  const most = Math.min(MAX_EDITS, MAX_READ / file.text.length)
  let text = file.text
  for (const [name, value] of Object.entries(members)) {
    const edits = diffJson(file.value[name], value, [name])
    const whole = [{ path: [name], value }]
    text =
      tryEdits(text, edits.length > most ? whole : edits, { format, name, value }) ??
      tryEdits(text, whole, { format, name, value }) ??
      text
  }
  return isDeepStrictEqual(parseJsonFile(text).file?.value, wanted) ? text : undefined
}

/** @returns `undefined` when the member would not have this value afterwards */
function tryEdits(
  text: string,
  edits: readonly JsonEdit[],
  { format, name, value }: { format: FormattingOptions; name: string; value: unknown },
): string | undefined {
  let edited = text
  try {
    for (const edit of edits) edited = applyEdits(edited, changesFor(edited, edit, format))
  } catch {
    // The library throws for a path that it doesn't find, for example in the first of two equal keys.
    return undefined
  }
  return isDeepStrictEqual(parseJsonFile(edited).file?.value[name], value) ? edited : undefined
}

function changesFor(text: string, { path, value, insert }: JsonEdit, format: FormattingOptions): Edit[] {
  const around = nodeAt(text, path.slice(0, -1))
  const last = around?.type === 'array' ? lastOf(around) : undefined
  if (value === undefined && last !== undefined && path.at(-1) === last.index) return [last.removal]
  // Formatting would break up objects that the user wrote on one line, and a file of such objects.
  const staysOnItsLine =
    around !== undefined &&
    (path.length > 1 || hasObjects(around)) &&
    !text.slice(around.offset, around.offset + around.length).includes('\n')
  const changes = modify(text, path, value, {
    ...(!staysOnItsLine && { formattingOptions: format }),
    ...(insert && { isArrayInsertion: true }),
  })
  return staysOnItsLine ? changes.map(spaced) : changes
}

function hasObjects({ children = [] }: Node): boolean {
  return children.some((member) => member.children?.[1]?.children !== undefined)
}

function nodeAt(text: string, path: Path): Node | undefined {
  const root = parseTree(text, [], { allowTrailingComma: true })
  return root === undefined ? undefined : findNodeAtLocation(root, [...path])
}

/** jsonc-parser 3.3 leaves a character of the last entry behind when no space precedes the bracket. */
function lastOf({ children = [] }: Node): { index: number; removal: Edit } | undefined {
  const [previous, last] = children.slice(-2)
  if (previous === undefined || last === undefined) return undefined
  const offset = previous.offset + previous.length
  const length = last.offset + last.length - offset
  return { index: children.length - 1, removal: { offset, length, content: '' } }
}

function spaced(change: Edit): Edit {
  return { ...change, content: change.content.replace(/^,(?=\S)/, ', ') }
}

/** The file's own indentation and line endings. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
}
