import type { Problem } from '../../shared/connection.ts'
import type { AppError } from '../../shared/errors.ts'
import { membersOf } from './edit/members.ts'
import { parseSettings, type ParsedSettings, type Place } from './edit/parse-settings.ts'
import { envOf } from './edit/settings-file.ts'
import { toStrictJson } from './edit/to-strict-json.ts'
import { BASE_URL } from './variables.ts'

/** What is wrong with the user's settings file itself. */
export function checkSettings(
  path: string,
  { settings, isWritten }: { settings: ParsedSettings; isWritten: boolean },
): Problem[] {
  const { ignoredAt } = settings
  const ignored: Problem[] =
    ignoredAt === undefined
      ? []
      : [
          settingsIgnored(path, {
            place: ignoredAt,
            isWritten,
            isRepairable: toStrictJson(settings.text) !== undefined,
          }),
        ]
  return [...ignored, ...keyTwice(path, settings)]
}

/** A file that cannot be read, or is no JSON at all. */
export function settingsUnreadable(path: string, error: AppError): Problem {
  const sentence = `Claude Code's settings cannot be read: ${error.details ?? path}`
  const fix = { action: 'manual', text: 'Fix the file in an editor.', path } as const
  return { code: 'settings_unreadable', severity: 'error', sentence, fix }
}

function settingsIgnored(
  path: string,
  { place, isWritten, isRepairable }: { place: Place; isWritten: boolean; isRepairable: boolean },
): Problem {
  const { line, column } = place
  return {
    code: 'settings_ignored',
    severity: isWritten ? 'error' : 'warning',
    sentence: `Claude Code ignores ${path}: comments and trailing commas are not allowed. The first is on line ${line}, column ${column}.`,
    fix: isRepairable
      ? { action: 'repair', text: 'Let Signalbox remove them and connect. Disconnecting puts them back.' }
      : { action: 'manual', text: 'Fix the file in an editor.', path, line },
  }
}

function keyTwice(path: string, settings: ParsedSettings): Problem[] {
  const isTwice = (names: unknown[], name: string) => names.filter((key) => key === name).length > 1
  const keysOf = (node: Parameters<typeof membersOf>[0]) =>
    membersOf(node).map(({ key }): unknown => key.value)
  const twice = isTwice(keysOf(settings.root), 'env')
    ? 'env'
    : isTwice(keysOf(envOf(settings)), BASE_URL)
      ? BASE_URL
      : undefined
  if (twice === undefined) return []
  const sentence = `"${twice}" stands twice in ${path}; only the last one counts.`
  return [
    { code: 'key_twice', severity: 'warning', sentence, fix: { action: 'manual', text: 'Leave one.', path } },
  ]
}

/** The settings of a file's content; undefined for what is no settings. */
export function settingsOf(content: string | null): ParsedSettings | undefined {
  const parsed = parseSettings(content ?? '')
  return parsed.kind === 'settings' ? parsed.settings : undefined
}
