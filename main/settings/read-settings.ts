import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { defaultDataDir } from './data-dir.ts'
import type { Layer } from './layer.ts'
import { type Flags, loadSettings } from './load-settings.ts'
import { readConfigFile } from './read-config-file.ts'
import type { Settings } from './settings.ts'
import { SettingsError } from './settings-error.ts'

export interface ReadSettingsOptions {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  flags: Flags
  /** Where a `.env` file is looked for; without it there is none. */
  cwd?: string
}

/**
 * Collects settings from all their places: flag before environment before `.env` before configuration file before
 * default. The file is `--config`, `CCPROXY_CONFIG`, or `config.json` in the data folder.
 *
 * @throws SettingsError
 */
export function readSettings({ env, platform, flags, cwd }: ReadSettingsOptions): Settings {
  const named = flags.config || env['CCPROXY_CONFIG']
  const dataDir = flags['data-dir'] || env['SIGNALBOX_DATA_DIR'] || defaultDataDir(env, platform)
  const file = readConfigFile(named || join(dataDir, 'config.json'))
  if (file === undefined && named) throw new SettingsError('--config', named, 'a file that exists')

  const dotEnv = cwd === undefined ? undefined : readDotEnv(join(cwd, '.env'))
  const layers = [dotEnv, file?.layer].filter((layer) => layer !== undefined)
  const settings = loadSettings({ env, platform, flags, layers })
  return { ...settings, warnings: [...settings.warnings, ...(file?.warnings ?? [])] }
}

function readDotEnv(path: string): Layer | undefined {
  try {
    return { values: parseEnv(readFileSync(path, 'utf8')), label: (name) => `${name} in ${path}` }
  } catch {
    // Usually there is none; one that cannot be read belongs to somebody else's project.
    return undefined
  }
}
