import type { Problem } from '../../shared/connection.ts'
import type { AppError } from '../../shared/errors.ts'
import { coded } from '../../shared/language/say.ts'
import { toFix, toProblem } from '../../shared/to-problem.ts'
import { membersOf } from './edit/members.ts'
import type { Place } from '../base/json/syntax-problem.ts'
import { parseSettings, type ParsedSettings } from './edit/parse-settings.ts'
import { envOf } from './edit/settings-file.ts'
import { toStrictJson } from './edit/to-strict-json.ts'
import { BASE_URL } from './variables.ts'

/** Problems of the user's settings file itself. */
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

/** The file cannot be read or is not valid JSON. */
export function settingsUnreadable(path: string, error: AppError): Problem {
  const [issue = coded('connection.unreadable')] = error.issues
  const says = { code: issue.code, params: issue.params }
  const fix = toFix('manual', coded('fix.edit'), { path })
  return toProblem({ code: 'settings_unreadable', severity: 'error', says, at: { place: 'user', path }, fix })
}

function settingsIgnored(
  path: string,
  { place, isWritten, isRepairable }: { place: Place; isWritten: boolean; isRepairable: boolean },
): Problem {
  const { line, column } = place
  return toProblem({
    code: 'settings_ignored',
    severity: isWritten ? 'error' : 'warning',
    says: coded('doctor.ignored', { path, line, column }),
    fix: isRepairable
      ? toFix('repair', coded('fix.repair'))
      : toFix('manual', coded('fix.edit'), { path, line }),
  })
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
  const says = coded('doctor.key_twice', { name: twice, path })
  const fix = toFix('manual', coded('fix.leave_one'), { path })
  return [toProblem({ code: 'key_twice', severity: 'warning', says, fix })]
}

/** Parses the content of a settings file; undefined when it is not one. */
export function settingsOf(content: string | null): ParsedSettings | undefined {
  const parsed = parseSettings(content ?? '')
  return parsed.kind === 'settings' ? parsed.settings : undefined
}
