import { isDeepStrictEqual } from 'node:util'
import { coded } from '../../../shared/language/say.ts'
import { isStatusLineCommand, statusLineCommand, wrapStatusLine } from '../status-line-command.ts'
import type { Edits, StatusLineEdit } from './edits.ts'
import { insertMember } from './insert-member.ts'
import { findMember, type Member, toValue } from './members.ts'
import type { ParsedSettings } from './parse-settings.ts'
import { removeMember } from './remove-member.ts'
import { parseOrRefuse, unreadable } from './settings-error.ts'
import type { SettingsFile } from './settings-file.ts'
import { textStyle } from './text-style.ts'

const NAME = 'statusLine'

/** The status line in a settings file: `command` is one that ours can wrap, `other` is left alone. */
export type FoundStatusLine = 'none' | 'ours' | 'command' | 'other'

export interface StatusLineWish {
  baseUrl: string
  platform: NodeJS.Platform
}

/** The status line in the settings, given our own edit of them. */
export function findStatusLine(
  settings: Pick<ParsedSettings, 'root'>,
  { edit, platform }: { edit: StatusLineEdit | undefined; platform: NodeJS.Platform },
): FoundStatusLine {
  const member = findMember(settings.root, NAME)
  if (member === undefined) return 'none'
  const command = commandIn(member)?.value.value
  if (typeof command !== 'string') return 'other'
  if (isOurs(edit, command) || isStatusLineCommand(command)) return 'ours'
  return wrapStatusLine(command, '', platform) === undefined ? 'other' : 'command'
}

/** True if the file holds the command that we wrote. */
export function hasStatusLine(
  { root }: Pick<ParsedSettings, 'root'>,
  edit: StatusLineEdit | undefined,
): boolean {
  const member = findMember(root, NAME)
  return member !== undefined && isOurs(edit, commandIn(member)?.value.value)
}

/**
 * Writes our status line: a new one, or around the command of an existing one. Everything else stays, also of the status
 * line itself. One that isn't a command is left alone.
 *
 * @param edits our edits of the file, with an earlier status line
 * @throws AppError `claude_settings_unreadable`
 */
export function writeStatusLine(
  file: SettingsFile,
  edits: Edits,
  { baseUrl, platform }: StatusLineWish,
): { content: string | null; edits: Edits } {
  const settings = parseOrRefuse(file.content ?? '', file.path)
  const { root } = settings
  if (root === undefined) return { content: file.content, edits }
  const own = statusLineCommand(baseUrl, platform)
  const member = findMember(root, NAME)
  const { statusLine: known, ...others } = edits
  if (member === undefined) {
    const { text, insertion } = inserted(settings, own)
    const content = settings.mark + text
    verify(file, content)
    return { content, edits: { ...others, statusLine: { before: null, command: own, insertion } } }
  }
  const found = commandIn(member)
  const current: unknown = found?.value.value
  if (found === undefined || typeof current !== 'string') return { content: file.content, edits: others }
  const ours = isOurs(known, current) ? known : undefined
  const before = ours === undefined ? beforeOf(settings, found, own) : ours.before
  const existing = existingIn(before)
  const command = existing === undefined ? own : wrapStatusLine(existing, own, platform)
  if (command === undefined) return { content: file.content, edits: others }
  const { offset, length } = found.value
  const { text } = settings
  const content =
    settings.mark + text.slice(0, offset) + JSON.stringify(command) + text.slice(offset + length)
  const statusLine = {
    ...(ours ?? { before }),
    command,
    ...(ours !== undefined && current !== command && { was: current }),
  }
  verify(file, content)
  return { content, edits: { ...others, statusLine } }
}

/**
 * Reverts `writeStatusLine`, unless the command was changed since.
 *
 * @returns the new content, and whether the status line is no longer ours
 */
export function takeBackStatusLine(
  file: SettingsFile,
  edit: StatusLineEdit | undefined,
): { content: string | null; left: string[] } {
  const nothing = { content: file.content, left: [] }
  if (edit === undefined || file.content === null) return nothing
  const settings = parseOrRefuse(file.content, file.path)
  const { root, text, mark } = settings
  const member = findMember(root, NAME)
  if (root === undefined || member === undefined) return nothing
  const command = commandIn(member)?.value
  if (command === undefined || !isOurs(edit, command.value)) return { ...nothing, left: [NAME] }
  const rest =
    edit.before === null
      ? removeMember(text, { object: root, member, insertion: edit.insertion })
      : text.slice(0, command.offset) + edit.before + text.slice(command.offset + command.length)
  verify(file, mark + rest)
  return { content: mark + rest, left: [] }
}

/** The `command` of a status line of the type that Claude Code runs. */
function commandIn({ value }: Member): Member | undefined {
  const type: unknown = findMember(value, 'type')?.value.value
  return type === 'command' ? findMember(value, 'command') : undefined
}

function isOurs(edit: StatusLineEdit | undefined, command: unknown): boolean {
  if (edit === undefined) return false
  return command === edit.command || (edit.was !== undefined && command === edit.was)
}

/** The exact JSON text to restore; null for our own command, which someone wrote by hand. */
function beforeOf({ text }: ParsedSettings, { value }: Member, own: string): string | null {
  return value.value === own ? null : text.slice(value.offset, value.offset + value.length)
}

/** The user's command; undefined if there was none, or only that of another Signalbox. */
function existingIn(before: string | null): string | undefined {
  const command: unknown = before === null ? undefined : JSON.parse(before)
  return typeof command !== 'string' || isStatusLineCommand(command) ? undefined : command
}

function inserted(settings: ParsedSettings, command: string) {
  const { text, root } = settings
  if (root === undefined) throw new Error('the file must contain an object')
  const style = textStyle(text, root)
  const members = [
    ['type', 'command'],
    ['command', command],
  ].map(([name, value]) => `${JSON.stringify(name)}${style.colon}${JSON.stringify(value)}`)
  return insertMember(
    text,
    { object: root, style },
    {
      name: NAME,
      render(indent) {
        if (indent === undefined) return `{${members.join(', ')}}`
        const gap = style.eol + indent
        return `{${members.map((member) => gap + style.unit + member).join(',')}${gap}}`
      },
    },
  )
}

/**
 * An edit must change nothing but the status line: removing one of two equal keys would bring up the other.
 *
 * @throws AppError `claude_settings_unreadable`
 */
function verify(file: SettingsFile, content: string): void {
  const [before, after] = [file.content ?? '', content].map((text) =>
    valueWithout(parseOrRefuse(text, file.path)),
  )
  if (!isDeepStrictEqual(before, after)) throw unreadable(file.path, coded('claude.unsafe_edit'))
}

function valueWithout({ root }: ParsedSettings): unknown {
  const value = root === undefined ? {} : toValue(root)
  return typeof value === 'object' && value !== null
    ? Object.entries(value).filter(([name]) => name !== NAME)
    : value
}
