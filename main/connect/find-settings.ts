import { join, normalize } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

export interface ClaudeFiles {
  /** Claude Code's configuration folder of the user. */
  folder: string
  /** The user's settings file. */
  settings: string
  /** The state file, which lists the projects that Claude Code was started in. */
  state: string
  /** Folder with one file per running session. */
  sessions: string
  /** Folder of the settings managed by an administrator. */
  managedFolder: string
}

/** Locates the files of Claude Code 2.1.329 (code.claude.com/docs/en/settings). */
export function findSettings(env: Environment, home: string, platform: NodeJS.Platform): ClaudeFiles {
  const custom = env['CLAUDE_CONFIG_DIR'] || undefined
  const folder = normalize(custom ?? join(home, '.claude'))
  return {
    folder,
    settings: join(folder, 'settings.json'),
    state: join(custom ?? home, '.claude.json'),
    sessions: join(folder, 'sessions'),
    managedFolder: managedFolder(platform),
  }
}

function managedFolder(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/ClaudeCode'
  if (platform === 'win32') return 'C:\\Program Files\\ClaudeCode'
  return '/etc/claude-code'
}
