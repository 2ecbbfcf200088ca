import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * The folder of Signalbox's files: Electron's `userData` for the name Signalbox, so that the desktop app and the
 * headless server share it (https://www.electronjs.org/docs/latest/api/app#appgetpathname).
 */
export function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = env['HOME'] || env['USERPROFILE'] || homedir()
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Signalbox')
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Signalbox')
  // A relative path is invalid and ignored (XDG Base Directory Specification): it would mean the current folder.
  const config = env['XDG_CONFIG_HOME'] ?? ''
  return join(isAbsolute(config) ? config : join(home, '.config'), 'Signalbox')
}
