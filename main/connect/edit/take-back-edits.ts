import type { Edits } from './edits.ts'
import type { SettingsFile } from './settings-file.ts'
import { takeBackStatusLine } from './status-line.ts'
import { takeBackVariables } from './take-back-variables.ts'

/**
 * Reverts all our changes to a settings file, in reverse order of writing. Keeps values that were changed since.
 *
 * @returns the new content (null: delete the file), and the names that are no longer ours
 * @throws AppError `claude_settings_unreadable`
 */
export function takeBackEdits(file: SettingsFile, edits: Edits): { content: string | null; left: string[] } {
  const { content, left } = takeBackStatusLine(file, edits.statusLine)
  const variables = takeBackVariables({ ...file, content }, edits)
  return { content: variables.content, left: [...variables.left, ...left] }
}
