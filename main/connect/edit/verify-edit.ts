import type { Node } from 'jsonc-parser'
import { isDeepStrictEqual } from 'node:util'
import { coded } from '../../../shared/language/say.ts'
import { membersOf, toValue } from './members.ts'
import type { ParsedSettings } from './parse-settings.ts'
import type { SettingsFile } from './settings-file.ts'
import { parseOrRefuse, unreadable } from './settings-error.ts'

/**
 * Verifies that an edit changed only our variables. Removing one of two duplicate keys, for example, could make an
 * earlier value effective.
 *
 * @throws AppError `claude_settings_unreadable`
 */
export function verifyEdit(file: SettingsFile, content: string, names: readonly string[]): void {
  const [before, after] = [file.content ?? '', content].map((text) =>
    valueWithout(parseOrRefuse(text, file.path), names),
  )
  if (isDeepStrictEqual(before, after)) return
  throw unreadable(file.path, coded('claude.unsafe_edit'))
}

/** The settings without our variables; an `env` that holds nothing else is treated as absent. */
function valueWithout({ root }: ParsedSettings, names: readonly string[]): [string, unknown][] {
  const members = membersOf(root).map(({ key, value }): [string, unknown] => [String(key.value), value])
  return [...new Map(members)].flatMap(([name, node]): [string, unknown][] => {
    const value = toValue(node as Node)
    if (name !== 'env' || (node as Node).type !== 'object') return [[name, value]]
    const rest = Object.entries(value as object).filter(([variable]) => !names.includes(variable))
    return rest.length === 0 ? [] : [[name, Object.fromEntries(rest)]]
  })
}
