import { join } from 'node:path'
import type { Environment } from '../cli/environment.ts'
import { findClaudeFiles } from './find-claude-files.ts'
import { findCodexFiles } from './find-codex-files.ts'

/** Every file that may affect the results of the credential checks: for `watchCredentials`. */
export function listWatchedPaths(env: Environment, home: string, platform: NodeJS.Platform): string[] {
  const claude = findClaudeFiles({ env, home, platform })
  const codex = findCodexFiles(env, home, platform)
  return [
    ...claude.credentials,
    claude.settings,
    codex.auth,
    codex.config,
    // Only its modification time is used. Events of the Keychain itself need an entitlement.
    ...(platform === 'darwin' ? [join(home, 'Library', 'Keychains', 'login.keychain-db')] : []),
  ]
}
