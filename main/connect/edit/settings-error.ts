import { AppError } from '../../../shared/errors.ts'
import { parseSettings, type ParsedSettings } from './parse-settings.ts'

/** @throws AppError `claude_settings_unreadable`, with the line */
export function parseOrRefuse(content: string, path: string): ParsedSettings {
  const parsed = parseSettings(content)
  if (parsed.kind === 'settings') return parsed.settings
  const { line, column } = parsed.place
  throw unreadable(`${path}, line ${line} column ${column}: ${parsed.reason}. Mend it, then try again.`)
}

export function unreadable(details: string, cause?: unknown): AppError {
  return new AppError('claude_settings_unreadable', { details, cause })
}
