import type { MenuItemConstructorOptions } from 'electron'
import type { TFunction } from 'i18next'

export interface ApplicationMenuDeps {
  platform: NodeJS.Platform
  t: TFunction
  openSettings: () => void
}

/**
 * Template of the application menu; null for none. macOS needs one for Cmd-C and similar shortcuts. Its window menu has
 * no *Close* there, only the file menu does (Electron's `lib/browser/api/menu-item-roles.ts`).
 */
export function applicationMenu({
  platform,
  t,
  openSettings,
}: ApplicationMenuDeps): MenuItemConstructorOptions[] | null {
  if (platform !== 'darwin') return null
  return [
    {
      role: 'appMenu',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { label: t('Settings…'), accelerator: 'Command+,', click: openSettings },
        { type: 'separator' },
        { role: 'services' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ]
}
