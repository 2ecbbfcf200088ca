import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { readRegularFileSync } from '../base/read-regular-file.ts'
import type { Layer } from './layer.ts'
import { unreadableFile } from './settings-error.ts'
import type { EnvFile } from './settings.ts'

/** Limit in bytes; an environment file is a page of text. */
const MAX_BYTES = 1024 * 1024

export interface EnvFileLayer extends Layer {
  path: string
  /** Names whose value was used. */
  used: () => string[]
}

/** A file that the user named, and the flag or variable that did. */
export interface NamedFile {
  path: string
  by: string
}

/**
 * Threat model: the current folder may be a repository cloned a minute ago. A `.env` decides where the user's token is
 * sent, which program runs and which port opens, so it only counts in the folder of Signalbox's own configuration, or
 * if the user names it.
 *
 * @param place.named file of a flag or a variable; it must exist
 * @param place.folder folder of the configuration file
 * @throws SettingsError
 */
export function readEnvFile(place: {
  named: NamedFile | undefined
  folder: string
}): EnvFileLayer | undefined {
  const { named, folder } = place
  const path = named?.path ?? join(folder, '.env')
  const text = readText(path, named?.by)
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
 * Finds the ignored `.env` of the current folder, and the settings in it.
 *
 * @param place.cwd undefined if the current folder was deleted
 * @param place.isSetting true for the name of a setting
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

function readText(path: string, named: string | undefined): string | undefined {
  try {
    return readRegularFileSync(path, { maxBytes: MAX_BYTES }).toString('utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // A folder with this name is a Python environment.
    if (named === undefined && (code === 'ENOENT' || code === 'EISDIR')) return undefined
    throw unreadableFile(path, { named, cause: error })
  }
}
