import type { LiveSettings } from '../../../shared/live-settings.ts'
import { LIVE_SCHEMA } from './live-section.ts'
import { type JsonFile, parseJsonFile } from './parse-json-file.ts'
import { formatPath } from './section.ts'

export interface ParsedSettings {
  settings: LiveSettings
  /** Sentences for the log and the dashboard; each begins with the line. */
  problems: string[]
  /** `undefined` for a text that is no JSON object; then `settings` is what held before. */
  file: JsonFile | undefined
}

/** Nobody reads more, and each is looked for in the file. */
const MAX_PROBLEMS = 100

/** Reads the live part of `config.json` and takes from it what holds, section by section and entry by entry. */
export function parseLiveSettings(text: string, before: LiveSettings): ParsedSettings {
  const { file, problem } = parseJsonFile(text.replace(/^\uFEFF/, ''))
  if (file === undefined) {
    return { settings: before, problems: [`${problem}. The settings from before stay in force.`], file }
  }
  const problems: string[] = []
  const settings = LIVE_SCHEMA.read(file.value, {
    before,
    path: [],
    onProblem(path, sentence) {
      if (problems.length > MAX_PROBLEMS) return
      if (problems.length === MAX_PROBLEMS) return void problems.push('There are more problems.')
      problems.push(`line ${file.lineOf(path)}: ${formatPath(path)}: ${sentence}.`)
    },
  })
  return { settings, problems, file }
}
