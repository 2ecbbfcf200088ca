import { type CodedIssue, issueAt } from '../../../shared/coded-issue.ts'
import { coded } from '../../../shared/language/say.ts'
import type { LiveSettings } from '../../../shared/live-settings.ts'
import { LIVE_SCHEMA } from './live-section.ts'
import { type JsonFile, parseJsonFile } from './parse-json-file.ts'

export interface ParsedSettings {
  settings: LiveSettings
  /** For the log and the dashboard; each with its line. */
  problems: CodedIssue[]
  /** `undefined` if the text is not a JSON object; then `settings` is the previous value. */
  file: JsonFile | undefined
}

/** Maximum number of problems: each is located in the file. */
const MAX_PROBLEMS = 100

/** Reads the valid parts of the live settings in `config.json`, section by section and entry by entry. */
export function parseLiveSettings(text: string, before: LiveSettings): ParsedSettings {
  const { file, problem } = parseJsonFile(text.replace(/^\uFEFF/, ''))
  if (file === undefined) {
    return { settings: before, problems: [{ ...problem, effect: 'effect.file_kept' }], file }
  }
  const problems: CodedIssue[] = []
  const settings = LIVE_SCHEMA.read(file.value, {
    before,
    path: [],
    onProblem(path, found, effect) {
      if (problems.length > MAX_PROBLEMS) return
      if (problems.length === MAX_PROBLEMS) return void problems.push(coded('settings.more_issues'))
      problems.push({ line: file.lineOf(path), ...issueAt(path, found), ...(effect && { effect }) })
    },
  })
  return { settings, problems, file }
}
