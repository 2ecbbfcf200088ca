import { AppError } from '../../../shared/errors.ts'
import { parseSettings, type ParsedSettings, type Place } from './parse-settings.ts'

/** @throws AppError `claude_settings_unreadable`, with the line */
export function parseOrRefuse(content: string, path: string): ParsedSettings {
  const parsed = parseSettings(content)
  if (parsed.kind === 'settings') return parsed.settings
  const { line, column } = parsed.place
  throw unreadable(`${path}, line ${line} column ${column}: ${parsed.reason}. Mend it, then try again.`)
}

/** For a file that Claude Code would not read whatever we wrote into it. */
export function settingsIgnored(
  path: string,
  { place: { line, column }, isRepairable }: { place: Place; isRepairable: boolean },
): AppError {
  const what = isRepairable
    ? 'a comment or a trailing comma, which Claude Code does not accept. Remove it, or let Signalbox remove it: disconnecting puts it back.'
    : 'this is not valid JSON for Claude Code. Fix the file in an editor.'
  return new AppError('claude_settings_ignored', {
    details: `${path}, line ${line} column ${column}: ${what}`,
  })
}

export function unreadable(details: string, cause?: unknown): AppError {
  return new AppError('claude_settings_unreadable', { details, cause })
}
