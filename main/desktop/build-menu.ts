import { Menu } from 'electron'
import type { TrayAction, TrayMenuLine } from './tray-menu.ts'

/** Makes the native menu from its description. */
export function buildMenu(lines: readonly TrayMenuLine[], act: (action: TrayAction) => void): Menu {
  return Menu.buildFromTemplate(
    lines.map((line) => {
      if (line === 'separator') return { type: 'separator' }
      const { label, action, enabled } = line
      if (action === undefined) return { label, enabled: false }
      return { label, enabled: enabled ?? true, click: () => act(action) }
    }),
  )
}
