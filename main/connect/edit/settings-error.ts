import { AppError } from '../../../shared/errors.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'
import type { Place } from '../../base/json/syntax-problem.ts'
import { parseSettings, type ParsedSettings } from './parse-settings.ts'

/** @throws AppError `claude_settings_unreadable`, with the line number and the remedy */
export function parseOrRefuse(content: string, path: string): ParsedSettings {
  const parsed = parseSettings(content)
  if (parsed.kind === 'settings') return parsed.settings
  const issues = [{ file: path, ...parsed.problem }, coded('fix.edit')]
  throw new AppError('claude_settings_unreadable', { issues })
}

/** Thrown for a file that Claude Code would ignore whatever we write into it. */
export function settingsIgnored(
  path: string,
  { place: { line, column }, isRepairable }: { place: Place; isRepairable: boolean },
): AppError {
  const problem = coded(isRepairable ? 'claude.comment' : 'claude.not_json', { line, column })
  return new AppError('claude_settings_ignored', { issues: [{ file: path, ...problem }] })
}

export function unreadable(path: string, problem: Coded, cause?: unknown): AppError {
  return new AppError('claude_settings_unreadable', { issues: [{ file: path, ...problem }], cause })
}
