import type { Node } from 'jsonc-parser'
import { findMember } from './members.ts'
import type { ParsedSettings } from './parse-settings.ts'

/** A settings file on disk; content is null if it does not exist. */
export interface SettingsFile {
  path: string
  content: string | null
}

export function envOf({ root }: Pick<ParsedSettings, 'root'>): Node | undefined {
  return findMember(root, 'env')?.value
}

/** The string value of a variable in the file; undefined if it is missing or not a string. */
export function variableIn(settings: Pick<ParsedSettings, 'root'>, name: string): string | undefined {
  const value: unknown = findMember(envOf(settings), name)?.value.value
  return typeof value === 'string' ? value : undefined
}
