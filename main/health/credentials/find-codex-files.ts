import { join } from 'node:path'
import { type Environment, readVariable } from '../cli/environment.ts'

export interface CodexFiles {
  folder: string
  auth: string
  config: string
}

/** Codex's own files, under `CODEX_HOME` or `~/.codex` (developers.openai.com/codex/auth). */
export function findCodexFiles(env: Environment, home: string, platform: NodeJS.Platform): CodexFiles {
  const folder = readVariable(env, 'CODEX_HOME', platform) ?? join(home, '.codex')
  return { folder, auth: join(folder, 'auth.json'), config: join(folder, 'config.toml') }
}
