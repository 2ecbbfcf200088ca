import { coded } from '../../../shared/language/say.ts'
import type { Node } from 'jsonc-parser'
import { type Edits, type Entry, isOurs, NO_EDITS } from './edits.ts'
import { type Insertion, insertMember } from './insert-member.ts'
import { findMember, type Member } from './members.ts'
import { placeOf } from '../../base/json/syntax-problem.ts'
import type { ParsedSettings } from './parse-settings.ts'
import { parseOrRefuse, unreadable } from './settings-error.ts'
import { envOf, type SettingsFile } from './settings-file.ts'
import { takeBackVariables } from './take-back-variables.ts'
import { textStyle } from './text-style.ts'
import { verifyEdit } from './verify-edit.ts'

export interface Variable {
  name: string
  value: string
  /** Takes ownership of an identical existing value, so that disconnecting removes it. */
  adopt?: boolean
}

/**
 * Writes variables into `env` and changes nothing else: comments, order, spaces, line endings and unknown keys stay.
 *
 * @param options.edits our earlier changes; variables that are no longer wanted are restored
 * @returns the new content, and the edits to revert later
 * @throws AppError `claude_settings_unreadable`
 */
export function writeVariables(
  file: SettingsFile,
  { wanted, edits = NO_EDITS }: { wanted: readonly Variable[]; edits?: Edits | undefined },
): { content: string; edits: Edits } {
  const names = new Set(wanted.map(({ name }) => name))
  const dropped = edits.entries.filter(({ name }) => !names.has(name))
  const taken = takeBackVariables(file, { ...edits, entries: dropped }, { keepFrame: true })
  let state: State = {
    settings: parseOrRefuse(taken.content ?? '', file.path),
    edits: { ...edits, entries: edits.entries.filter(({ name }) => names.has(name)) },
  }
  if (state.settings.root === undefined) state = withObject(file, state)
  for (const variable of wanted) state = withVariable(file.path, state, variable)
  const content = state.settings.mark + state.settings.text
  verifyEdit(file, content, [...names, ...dropped.map(({ name }) => name)])
  return { content, edits: state.edits }
}

interface State {
  settings: ParsedSettings
  edits: Edits
}

/** Creates the root object if the file has none. */
function withObject(file: SettingsFile, { settings, edits }: State): State {
  const eol = /\r\n|\n|\r/.exec(settings.text)?.[0] ?? '\n'
  return {
    settings: parseOrRefuse(`${settings.mark}{}${eol}`, file.path),
    edits: { ...edits, blank: file.content },
  }
}

function withVariable(path: string, { settings, edits }: State, variable: Variable): State {
  const { name, value } = variable
  const env = envOf(settings)
  if (env !== undefined && env.type !== 'object') {
    const { line } = placeOf(settings.text, env.offset)
    throw unreadable(path, coded('claude.env_not_object', { line }))
  }
  const member = findMember(env, name)
  const ours = edits.entries.find((entry) => entry.name === name && isOurs(entry, member?.value.value))
  if (member?.value.value === value && ours === undefined && variable.adopt !== true) {
    return { settings, edits: { ...edits, entries: edits.entries.filter((entry) => entry.name !== name) } }
  }
  const written =
    member === undefined ? inserted(settings, env, variable) : replaced(settings, member, { ours, variable })
  return {
    settings: parseOrRefuse(settings.mark + written.text, path),
    edits: { ...edits, ...(written.env && { env: written.env }), entries: put(edits.entries, written.entry) },
  }
}

/** Keeps the entry's position: edits are reverted in reverse order of writing. */
function put(entries: readonly Entry[], entry: Entry): Entry[] {
  if (!entries.some(({ name }) => name === entry.name)) return [...entries, entry]
  return entries.map((known) => (known.name === entry.name ? entry : known))
}

interface Written {
  text: string
  entry: Entry
  env?: Insertion
}

function replaced(
  { text }: ParsedSettings,
  { value: { offset, length, value: current } }: Member,
  { ours, variable: { name, value } }: { ours: Entry | undefined; variable: Variable },
): Written {
  const raw = text.slice(offset, offset + length)
  // An adopted value counts as ours, so there was no previous value.
  const before = current === value ? null : raw
  return {
    text: text.slice(0, offset) + JSON.stringify(value) + text.slice(offset + length),
    entry:
      ours === undefined
        ? { name, before, value }
        : { ...ours, value, ...(current !== value && { was: String(current) }) },
  }
}

function inserted({ text, root }: ParsedSettings, env: Node | undefined, { name, value }: Variable): Written {
  const style = textStyle(text, root)
  const json = JSON.stringify(value)
  if (env !== undefined) {
    const { text: next, insertion } = insertMember(text, { object: env, style }, { name, render: () => json })
    return { text: next, entry: { name, before: null, value, insertion } }
  }
  if (root === undefined) throw new Error('the file must contain an object')
  const frame = { lead: '', trail: '' }
  const { text: next, insertion } = insertMember(
    text,
    { object: root, style },
    {
      name: 'env',
      render(indent) {
        if (indent !== undefined) {
          frame.lead = style.eol + indent + style.unit
          frame.trail = style.eol + indent
        }
        return `{${frame.lead}${JSON.stringify(name)}${style.colon}${json}${frame.trail}}`
      },
    },
  )
  return { text: next, env: insertion, entry: { name, before: null, value, insertion: frame } }
}
