import type { Node } from 'jsonc-parser'
import { findMember } from './members.ts'
import type { ParsedSettings } from './parse-settings.ts'

/** A settings file as it is: its content, or null where there is none. */
export interface SettingsFile {
  path: string
  content: string | null
}

export function envOf({ root }: Pick<ParsedSettings, 'root'>): Node | undefined {
  return findMember(root, 'env')?.value
}

/** What the file sets a variable to; undefined where it does not, or not to a text. */
export function variableIn(settings: Pick<ParsedSettings, 'root'>, name: string): string | undefined {
  const value: unknown = findMember(envOf(settings), name)?.value.value
  return typeof value === 'string' ? value : undefined
}
