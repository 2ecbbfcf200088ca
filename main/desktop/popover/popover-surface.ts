import type { BrowserWindow, Menu } from 'electron'

/** The window with the status page: a popover or a plain window. */
export interface PopoverSurface {
  show: () => void
  hide: () => void
  /** Called by the global shortcut. */
  toggle: () => void
  /** Undefined until the window exists, and after it is destroyed. */
  window: () => BrowserWindow | undefined
  /** Sets the tray icon's native menu; no effect without a tray. */
  setMenu: (menu: Menu) => void
}
