import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Environment, readVariable } from './environment.ts'

/** `~/.nvm/versions/node/<version>/bin`, newest version first. Empty without nvm. */
export async function listNvmDirs(
  env: Environment,
  home: string,
  platform: NodeJS.Platform,
): Promise<string[]> {
  const root = join(readVariable(env, 'NVM_DIR', platform) ?? join(home, '.nvm'), 'versions', 'node')
  const names = await readdir(root).catch(() => [])
  return names
    .filter((name) => /^v\d/.test(name))
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(root, name, 'bin'))
}
