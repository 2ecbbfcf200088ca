import type { Node } from 'jsonc-parser'
import { type Edits, type Entry, isOurs } from './edits.ts'
import { findMember, type Member } from './members.ts'
import { isBlank, type ParsedSettings } from './parse-settings.ts'
import { removeMember } from './remove-member.ts'
import { envOf, type SettingsFile } from './settings-file.ts'
import { parseOrRefuse } from './settings-error.ts'
import { verifyEdit } from './verify-edit.ts'

/**
 * Reverts `writeVariables`: restores the previous value where ours is unchanged, and keeps values that were changed
 * since.
 *
 * @param options.keepFrame keeps the object and `env` that we added, because another write follows
 * @returns the new content (null: delete the file), and the names that are no longer ours
 * @throws AppError `claude_settings_unreadable`
 */
export function takeBackVariables(
  file: SettingsFile,
  edits: Edits,
  { keepFrame = false }: { keepFrame?: boolean } = {},
): { content: string | null; left: string[] } {
  if (file.content === null) return { content: null, left: [] }
  let settings = parseOrRefuse(file.content, file.path)
  const left: string[] = []
  for (const entry of edits.entries.toReversed()) {
    const member = findMember(envOf(settings), entry.name)
    if (member === undefined) continue
    if (isOurs(entry, member.value.value)) settings = without(settings, file.path, { member, entry })
    else left.push(entry.name)
  }
  const content = keepFrame ? settings.mark + settings.text : withoutFrame(settings, file.path, edits)
  verifyEdit(
    file,
    content ?? '',
    edits.entries.map(({ name }) => name),
  )
  return { content, left }
}

function without(
  settings: ParsedSettings,
  path: string,
  { member, entry }: { member: Member; entry: Entry },
): ParsedSettings {
  const { text, mark } = settings
  const { offset, length } = member.value
  const env = envOf(settings)
  const rest =
    entry.before === null && env !== undefined
      ? removeMember(text, { object: env, member, insertion: entry.insertion })
      : text.slice(0, offset) + entry.before + text.slice(offset + length)
  return parseOrRefuse(mark + rest, path)
}

/** Removes the object and the `env` that we added if they are still empty. */
function withoutFrame(settings: ParsedSettings, path: string, edits: Edits): string | null {
  let rest = settings
  const { text, mark, root } = settings
  const env = findMember(root, 'env')
  if (edits.env !== undefined && root !== undefined && env !== undefined && isEmpty(text, env.value)) {
    const cut = removeMember(text, { object: root, member: env, insertion: edits.env })
    rest = parseOrRefuse(mark + cut, path)
  }
  const nothingLeft = rest.root === undefined || isEmpty(rest.text, rest.root)
  if (edits.blank !== undefined && nothingLeft) return edits.blank
  return rest.mark + rest.text
}

function isEmpty(text: string, { type, offset, length }: Node): boolean {
  return type === 'object' && isBlank(text.slice(offset + 1, offset + length - 1))
}
