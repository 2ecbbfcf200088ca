import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import { isAbsolute } from 'node:path'

/** Claude Code remembers every folder it was ever started in; the most recent ones are enough. */
const MAX_PROJECTS = 200

/** Projects listed in Claude Code's state file (`~/.claude.json`), as far as it can be read. */
export function listProjects(state: string | undefined): string[] {
  const projects = memberOf(parseJson(state ?? ''), 'projects')
  if (typeof projects !== 'object' || projects === null) return []
  return Object.keys(projects)
    .filter((path) => isAbsolute(path))
    .slice(-MAX_PROJECTS)
}
