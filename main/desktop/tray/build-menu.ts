import { Menu } from 'electron'
import type { TrayAction, TrayMenuLine } from './tray-menu.ts'

/** Builds the native menu from its description. */
export function buildMenu(lines: readonly TrayMenuLine[], act: (action: TrayAction) => void): Menu {
  return Menu.buildFromTemplate(
    lines.map((line) => {
      if (line === 'separator') return { type: 'separator' }
      const { label, action, enabled, checked } = line
      if (action === undefined) return { label, enabled: false }
      const item = { label, enabled: enabled ?? true, click: () => act(action) }
      return checked === undefined ? item : { ...item, type: 'checkbox', checked }
    }),
  )
}
