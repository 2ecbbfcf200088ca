import type { PlaceKind } from '../../../shared/connection.ts'
import { membersOf } from '../edit/members.ts'
import { placeOf } from '../../base/json/syntax-problem.ts'
import { parseSettings, type ParsedSettings } from '../edit/parse-settings.ts'
import { envOf } from '../edit/settings-file.ts'
import { variableOf } from '../variables.ts'
import type { FoundDefinition } from './found-definition.ts'

export interface SettingsPlace {
  definitions: FoundDefinition[]
  /** Undefined if the file is missing or is not valid settings. */
  settings: ParsedSettings | undefined
}

/** Reads our variables from a Claude Code settings file. A file that Claude Code ignores defines none. */
export function readSettingsPlace(
  content: string,
  where: { place: PlaceKind; path: string; project?: string },
): SettingsPlace {
  const parsed = parseSettings(content)
  if (parsed.kind === 'broken') return { definitions: [], settings: undefined }
  const { settings } = parsed
  if (settings.ignoredAt !== undefined) return { definitions: [], settings }
  const definitions = membersOf(envOf(settings)).flatMap(({ key, value, start }) => {
    const variable = variableOf(String(key.value))
    if (variable === undefined || !isScalar(value.value)) return []
    return [{ ...where, variable, value: String(value.value), line: placeOf(settings.text, start).line }]
  })
  // The last of two duplicate keys wins, as in JSON.
  return { definitions: [...new Map(definitions.map((found) => [found.variable, found])).values()], settings }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
