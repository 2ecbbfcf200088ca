import { join } from 'node:path'
import { type Environment, readVariable } from '../cli/environment.ts'

export interface ClaudeFiles {
  /** Possible places of a sign-in, in order. */
  credentials: string[]
  settings: string
  /** Written at Claude Code's first start: without it, Claude Code never ran for this user. */
  state: string
}

interface Place {
  env: Environment
  home: string
  platform: NodeJS.Platform
}

/**
 * Claude Code's own files. `CLAUDE_SECURESTORAGE_CONFIG_DIR` overrides `CLAUDE_CONFIG_DIR` for credentials only, and
 * means the default folder when it is empty (seen in Claude Code 2.1.329).
 */
export function findClaudeFiles({ env, home, platform }: Place): ClaudeFiles {
  const usual = join(home, '.claude')
  const custom = readVariable(env, 'CLAUDE_CONFIG_DIR', platform)
  const secure = env['CLAUDE_SECURESTORAGE_CONFIG_DIR']
  const storage = secure === undefined ? (custom ?? usual) : secure || usual
  return {
    credentials: [
      join(storage.normalize('NFC'), '.credentials.json'),
      // The older paths belong to the default profile, not to another one.
      ...(storage === usual ? olderPlaces(home) : []),
    ],
    settings: join(custom ?? usual, 'settings.json'),
    state: join(custom ?? home, '.claude.json'),
  }
}

function olderPlaces(home: string): string[] {
  return [
    join(home, '.config', 'claude', '.credentials.json'),
    join(home, '.config', 'ccproxy', 'credentials.json'),
    join(home, '.claude', 'credentials.json'),
  ]
}
