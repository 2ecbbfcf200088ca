import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where Signalbox keeps its files: Electron's `userData` for the name Signalbox, so that the desktop app and the
 * headless server share one folder (https://www.electronjs.org/docs/latest/api/app#appgetpathname).
 */
export function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Signalbox')
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Signalbox')
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'Signalbox')
}
