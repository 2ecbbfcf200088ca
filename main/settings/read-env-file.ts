import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { readRegularFileSync } from '../base/read-regular-file.ts'
import { explainUnreadable } from './explain-unreadable.ts'
import type { Layer } from './layer.ts'
import { SettingsError } from './settings-error.ts'
import type { EnvFile } from './settings.ts'

/** An environment file is a page of text. In bytes. */
const MAX_BYTES = 1024 * 1024

export interface EnvFileLayer extends Layer {
  path: string
  /** Names of which the value was used. */
  used: () => string[]
}

/**
 * Threat model: the current folder may be a repository that was cloned a minute ago. What a `.env` says decides where
 * the user's token is sent, which program is run and which port is opened, so it counts only where the user keeps
 * Signalbox's own configuration, or where the user named it.
 *
 * @param place.named by a flag or a variable; it must exist
 * @param place.folder of the configuration file
 * @throws SettingsError
 */
export function readEnvFile(place: { named: string | undefined; folder: string }): EnvFileLayer | undefined {
  const { named, folder } = place
  const path = named ?? join(folder, '.env')
  const text = readText(path, { isOptional: named === undefined })
  if (text === undefined) return undefined
  const values = parseEnv(text)
  const used = new Set<string>()
  return {
    path,
    used: () => [...used].toSorted(),
    folder: dirname(path),
    values,
    label: (name) => `${name} in ${path}`,
    onUse: (name) => used.add(name),
  }
}

/**
 * The `.env` of the current folder, which is not used, and the names in it that are settings of ours.
 *
 * @param place.cwd undefined where the current folder was deleted
 * @param place.isSetting whether a setting has this name
 */
export function findIgnoredEnvFile(place: {
  cwd: string | undefined
  used: string | undefined
  isSetting: (name: string) => boolean
}): EnvFile | undefined {
  if (place.cwd === undefined) return undefined
  const path = join(place.cwd, '.env')
  if (path === place.used) return undefined
  try {
    const values = parseEnv(readRegularFileSync(path, { maxBytes: MAX_BYTES }).toString('utf8'))
    const names = Object.keys(values).filter((name) => Boolean(values[name]) && place.isSetting(name))
    return names.length === 0 ? undefined : { path, names: names.toSorted() }
  } catch {
    return undefined
  }
}

function readText(path: string, { isOptional }: { isOptional: boolean }): string | undefined {
  try {
    return readRegularFileSync(path, { maxBytes: MAX_BYTES }).toString('utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // A folder of this name is a Python environment.
    if (isOptional && (code === 'ENOENT' || code === 'EISDIR')) return undefined
    throw new SettingsError(path, explainUnreadable(error), 'a file that can be read')
  }
}
