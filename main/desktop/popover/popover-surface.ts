import type { BrowserWindow, Menu } from 'electron'

/** The window with the status page, however this system lets us show it. */
export interface PopoverSurface {
  show: () => void
  hide: () => void
  /** What the global shortcut does. */
  toggle: () => void
  /** Undefined until the window exists, and again once it is gone. */
  window: () => BrowserWindow | undefined
  /** The native menu of the tray icon. A window without a tray has none. */
  setMenu: (menu: Menu) => void
}
