import { Menu } from 'electron'

/** macOS takes Cmd+C and friends from the application's menu; elsewhere the default one would only be in the way. */
export function applicationMenu(platform: NodeJS.Platform): Menu | null {
  if (platform !== 'darwin') return null
  return Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
}
