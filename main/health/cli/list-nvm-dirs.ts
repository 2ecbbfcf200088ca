import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import coerce from 'semver/functions/coerce.js'
import rcompare from 'semver/functions/rcompare.js'
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
    .flatMap((name) => {
      const version = /^v\d/.test(name) ? coerce(name, { includePrerelease: true }) : null
      return version === null ? [] : { name, version }
    })
    .toSorted((a, b) => rcompare(a.version, b.version))
    .map(({ name }) => join(root, name, 'bin'))
}
