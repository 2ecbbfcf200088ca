import { join } from 'node:path'
import type { Environment } from '../cli/environment.ts'
import { findClaudeFiles } from './find-claude-files.ts'
import { findCodexFiles } from './find-codex-files.ts'

/** Every file whose change may change what the credential checks say: for `watchCredentials`. */
export function listWatchedPaths(env: Environment, home: string, platform: NodeJS.Platform): string[] {
  const claude = findClaudeFiles({ env, home, platform })
  const codex = findCodexFiles(env, home, platform)
  return [
    ...claude.credentials,
    claude.settings,
    codex.auth,
    codex.config,
    // Only its time stamp is looked at. The Keychain itself has no event that needs no entitlement.
    ...(platform === 'darwin' ? [join(home, 'Library', 'Keychains', 'login.keychain-db')] : []),
  ]
}
