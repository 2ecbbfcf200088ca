import { isDeepStrictEqual } from 'node:util'
import { parse, TomlError, type TomlTable } from 'smol-toml'
import { coded } from '../../../shared/language/say.ts'
import { type Edits, type Entry, isOurs, NO_EDITS } from '../edit/edits.ts'
import { unreadable } from '../edit/settings-error.ts'
import { endOfLine, type RootKey, rootKeys } from './root-keys.ts'

/**
 * The key of Codex's `config.toml` that replaces the address of its own provider `openai` and leaves provider, sign-in
 * and history alone. Codex reads it from the user's file only, not from a project's
 * (developers.openai.com/codex/config-reference; seen with Codex 0.169.0).
 */
export const ADDRESS = 'openai_base_url'

/** Codex's configuration file; `content` is null if there is none. */
export interface ConfigFile {
  path: string
  content: string | null
}

/**
 * The values of a configuration file.
 *
 * @throws AppError `claude_settings_unreadable`, with the line
 */
export function parseConfig({ path, content }: ConfigFile): TomlTable {
  try {
    return parse(withoutMark(content ?? '').text, { integersAsBigInt: true })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw unreadable(path, coded('codex.not_toml', { line: error.line, column: error.column }), error)
  }
}

/** The address in the file; undefined if there is none. */
export function addressIn(file: ConfigFile): string | undefined {
  const value = parseConfig(file)[ADDRESS]
  return typeof value === 'string' ? value : undefined
}

/** The line of the address, from 1. */
export function lineOfAddress({ content }: ConfigFile): number | undefined {
  const { text } = withoutMark(content ?? '')
  const key = findKey(text)
  return key && text.slice(0, key.start).split('\n').length
}

/**
 * Writes the address and changes nothing else: comments, order, spaces and line ends stay.
 *
 * @param edits our earlier change of this file, if it is still in it
 * @returns the new content, and the change to take back later
 * @throws AppError `claude_settings_unreadable`
 */
export function writeAddress(
  file: ConfigFile,
  { address, edits = NO_EDITS }: { address: string; edits?: Edits | undefined },
): { content: string; edits: Edits } {
  const current = addressIn(file)
  const { mark, text } = withoutMark(file.content ?? '')
  const key = findKey(text)
  const known = edits.entries.find((entry) => isOurs(entry, current))
  const written =
    key === undefined ? inserted(text, address) : replaced(text, key, { address, current, known })
  const content = mark + written.text
  verify(file, content, address)
  const blank = file.content === null ? null : edits.blank
  return { content, edits: { entries: [written.entry], ...(blank !== undefined && { blank }) } }
}

/**
 * Takes our change back. An address that was changed since stays.
 *
 * @returns the content (null: the file was ours and is empty now), and the name of the key if it stays
 * @throws AppError `claude_settings_unreadable`
 */
export function takeBackAddress(
  file: ConfigFile,
  { entries: [entry], blank }: Edits,
): { content: string | null; left: string[] } {
  const current = addressIn(file)
  const { mark, text } = withoutMark(file.content ?? '')
  const key = findKey(text)
  if (entry === undefined || key === undefined) return { content: emptied(file.content, blank), left: [] }
  if (!isOurs(entry, current)) return { content: file.content, left: isBack(entry, current) ? [] : [ADDRESS] }
  const { before } = entry
  const rest =
    before === null ? without(text, key, entry) : splice(text, key.valueStart, key.valueEnd, before)
  verify(file, mark + rest, before === null ? undefined : valueOf(before))
  return { content: emptied(mark + rest, blank), left: [] }
}

function emptied(content: string | null, blank: Edits['blank']): string | null {
  return blank === null && content?.trim() === '' ? null : content
}

/** True for an address that has its value from before ours again. */
function isBack({ before }: Entry, current: string | undefined): boolean {
  return before !== null && valueOf(before) === current
}

function valueOf(raw: string): unknown {
  return parse(`value = ${raw}`)['value']
}

function findKey(text: string): RootKey | undefined {
  return rootKeys(text).find(({ name }) => name.replaceAll(/^(["'])(.*)\1$/g, '$2') === ADDRESS)
}

interface Written {
  text: string
  entry: Entry
}

function replaced(
  text: string,
  { valueStart, valueEnd }: RootKey,
  options: { address: string; current: string | undefined; known: Entry | undefined },
): Written {
  const { address, current, known } = options
  const raw = text.slice(valueStart, valueEnd)
  const next = splice(text, valueStart, valueEnd, JSON.stringify(address))
  if (known === undefined) {
    // An identical address, written by hand for us, counts as ours, so there was none before.
    const before = current === address ? null : raw
    return { text: current === address ? text : next, entry: { name: ADDRESS, before, value: address } }
  }
  const was = current !== undefined && current !== address ? { was: current } : {}
  return { text: current === address ? text : next, entry: { ...known, value: address, ...was } }
}

/** Behind the last key of the root, which must stand before all tables; without one, first. */
function inserted(text: string, address: string): Written {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n'
  const last = rootKeys(text).at(-1)
  const at = last === undefined ? endOfDirectives(text) : endOfLine(text, last.valueEnd)
  const isOpen = at > 0 && text[at - 1] !== '\n'
  const insertion = isOpen ? { lead: eol, trail: '' } : { lead: '', trail: eol }
  const line = `${insertion.lead}${ADDRESS} = ${JSON.stringify(address)}${insertion.trail}`
  return {
    text: splice(text, at, at, line),
    entry: { name: ADDRESS, before: null, value: address, insertion },
  }
}

/** Editors read `#:schema …` in the first line only. */
function endOfDirectives(text: string): number {
  let at = 0
  while (text.startsWith('#:', at)) at = endOfLine(text, at)
  return at
}

/** The text without the key; with its line, if nothing else was added to that. */
function without(text: string, { start, valueEnd }: RootKey, { insertion }: Entry): string {
  const end = endOfLine(text, valueEnd)
  if (text.slice(valueEnd, end).trim() !== '') return splice(text, start, valueEnd, '')
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lead = insertion?.lead ?? ''
  const hasLead = lead !== '' && text.slice(0, lineStart).endsWith(lead)
  return hasLead ? splice(text, lineStart - lead.length, valueEnd, '') : splice(text, lineStart, end, '')
}

function splice(text: string, from: number, to: number, insert: string): string {
  return text.slice(0, from) + insert + text.slice(to)
}

/** Verifies that an edit changed only the address. */
function verify(file: ConfigFile, content: string, address: unknown): void {
  const { [ADDRESS]: _before, ...before } = parseConfig(file)
  const { [ADDRESS]: now, ...after } = parseConfig({ ...file, content })
  if (now === address && isDeepStrictEqual(before, after)) return
  throw unreadable(file.path, coded('claude.unsafe_edit'))
}

function withoutMark(content: string): { mark: string; text: string } {
  const mark = content.startsWith('\uFEFF') ? '\uFEFF' : ''
  return { mark, text: content.slice(mark.length) }
}
