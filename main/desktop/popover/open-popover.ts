import { once } from 'node:events'
import type { Menu, Tray } from 'electron'
import { menubar } from 'electron-menubar'
import { APP_ORIGIN } from '../pages/app-scheme.ts'
import type { Log } from '../log.ts'
import type { PopoverSurface } from './popover-surface.ts'
import { type PopoverLook, popoverOptions } from './popover-options.ts'

export interface PopoverDeps extends PopoverLook {
  tray: Tray
  menu: Menu
  tooltip: string
  log: Log
}

/**
 * The status page in a frameless window at the tray icon. It loads at startup and is only hidden afterwards, so that a
 * click shows it without delay. The page handles Esc itself, to close its own layers first.
 */
export function openPopover(deps: PopoverDeps): PopoverSurface {
  const bar = menubar({
    tray: deps.tray,
    index: `${APP_ORIGIN}/tray.html`,
    contextMenu: deps.menu,
    tooltip: deps.tooltip,
    preloadWindow: true,
    hideOnClose: true,
    showDockIcon: false,
    // Starting the app again shows the dashboard (start-desktop.ts), not the popover too.
    activateWithApp: false,
    showOnAllWorkspaces: true,
    browserWindow: { ...popoverOptions(deps), frame: false, skipTaskbar: true, minimizable: false },
  })
  // Not 'ready': menubar never emits it if the page's first load fails, as it does for a page that reloads meanwhile.
  const created = once(bar, 'before-load')
  created.catch((error: unknown) => deps.log.error({ err: error }, 'popover failed to start'))

  async function show(): Promise<void> {
    // Before the window exists, menubar has no tray yet and throws.
    await created
    if (!bar.window?.isVisible()) await bar.showWindow()
    bar.window?.focus()
  }
  const raise = () =>
    void show().catch((error: unknown) => deps.log.error({ err: error }, 'popover failed to show'))
  return {
    show: raise,
    hide: () => bar.hideWindow(),
    toggle() {
      if (bar.window?.isVisible()) bar.hideWindow()
      else raise()
    },
    window: () => bar.window,
    setMenu: (menu) => bar.setContextMenu(menu),
  }
}
