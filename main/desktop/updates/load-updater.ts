import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Updater } from './create-updates.ts'

export interface UpdateFeed {
  packaged: boolean
  /** Electron's `process.resourcesPath`. */
  resources: string | undefined
  env: NodeJS.ProcessEnv
}

/**
 * Returns the loader of electron-updater if there is an update source: electron-builder puts `app-update.yml` into
 * builds that were given a feed. `SIGNALBOX_UPDATES=0` disables updates.
 */
export function updaterFor({ packaged, resources, env }: UpdateFeed): (() => Promise<Updater>) | undefined {
  if (!packaged || resources === undefined || env['SIGNALBOX_UPDATES'] === '0') return undefined
  if (!existsSync(join(resources, 'app-update.yml'))) return undefined
  return loadUpdater
}

/** Imported on demand: it is a third of the main bundle. */
async function loadUpdater(): Promise<Updater> {
  const { autoUpdater } = await import('electron-updater')
  return autoUpdater
}
