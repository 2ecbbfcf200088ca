import { Menu } from 'electron'

/** macOS needs an application menu for Cmd+C and similar shortcuts. Other systems get no menu. */
export function applicationMenu(platform: NodeJS.Platform): Menu | null {
  if (platform !== 'darwin') return null
  return Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
}
