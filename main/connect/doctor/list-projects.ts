import { isAbsolute } from 'node:path'

/** Claude Code remembers every folder it was ever started in; the last ones are enough. */
const MAX_PROJECTS = 200

/** The projects in Claude Code's state file (`~/.claude.json`), as far as it can be read. */
export function listProjects(state: string | undefined): string[] {
  const projects = field(parse(state ?? ''), 'projects')
  if (typeof projects !== 'object' || projects === null) return []
  return Object.keys(projects)
    .filter((path) => isAbsolute(path))
    .slice(-MAX_PROJECTS)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // It is being written, or damaged: then there are no projects to look into.
    return undefined
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
