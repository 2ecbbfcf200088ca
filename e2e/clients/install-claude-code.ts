import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, installClient, readVersion } from './install-client.ts'

const PACKAGE = '@anthropic-ai/claude-code'

/** Installs the pinned Claude Code; `binary` is the native program. */
export function installClaudeCode(): Promise<Client> {
  return installClient({ name: 'claude-code', package: PACKAGE, find: findInstalled })
}

/**
 * npm installs the program as a platform-specific package, which the main package's postinstall would only copy. Using
 * it directly needs no install script and no launcher.
 */
async function findInstalled(folder: string): Promise<Client | undefined> {
  const scope = join(folder, 'node_modules', '@anthropic-ai')
  const names = await readdir(scope).catch(() => [])
  const platform = names.find((name) => name.startsWith('claude-code-'))
  if (platform === undefined) return undefined
  const version = await readVersion(join(scope, platform, 'package.json'))
  const program = process.platform === 'win32' ? 'claude.exe' : 'claude'
  return version === undefined ? undefined : { version, binary: join(scope, platform, program) }
}
