import type { CodedIssue } from '../../../shared/coded-issue.ts'
import { coded } from '../../../shared/language/say.ts'
import { DEFAULT_LIVE_SETTINGS, LiveSettings } from '../../../shared/live-settings.ts'
import { collectIssues } from './collect-issues.ts'
import { type JsonFile, parseJsonFile } from './parse-json-file.ts'
import { readPart } from './read-part.ts'

export interface ParsedSettings {
  settings: LiveSettings
  /** For the log and the dashboard; each with its line. */
  problems: CodedIssue[]
  /** `undefined` if the text is not a JSON object; then `settings` is the previous value. */
  file: JsonFile | undefined
}

/** Reads the valid parts of the live settings in `config.json`, section by section and entry by entry. */
export function parseLiveSettings(text: string, before: LiveSettings): ParsedSettings {
  const { file, problem } = parseJsonFile(text.replace(/^\uFEFF/, ''))
  if (file === undefined) {
    return { settings: before, problems: [{ ...problem, effect: 'effect.file_kept' }], file }
  }
  return { ...readFile(file, before), file }
}

function readFile(file: JsonFile, before: LiveSettings): { settings: LiveSettings; problems: CodedIssue[] } {
  const { issues: problems, onProblem } = collectIssues(file.lineOf)
  const context = { before, defaults: DEFAULT_LIVE_SETTINGS, path: [], onProblem }
  for (const path of file.repeated) onProblem(path, coded('invalid.repeated_key'), 'effect.entry_ignored')
  // Each part is valid by its own schema, or is the previous one.
  return { settings: readPart(LiveSettings, file.value, context) as LiveSettings, problems }
}
