import { once } from 'node:events'
import { app, BrowserWindow, type Menu, screen, type Tray } from 'electron'
import { menubar } from 'electron-menubar'
import { APP_ORIGIN } from '../pages/app-scheme.ts'
import type { Log } from '../log.ts'
import type { PopoverSurface } from './popover-surface.ts'
import { type PopoverLook, popoverOptions } from './popover-options.ts'
import { returnFocus } from './return-focus.ts'

export interface PopoverDeps extends PopoverLook {
  tray: Tray
  menu: Menu
  tooltip: string
  platform: NodeJS.Platform
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
    // menubar's own veto ends with the first `before-quit`, even if the user cancels that quit.
    hideOnClose: false,
    // menubar keeps its hands off the Dock, which belongs to dashboard/dock-tile.ts.
    showDockIcon: true,
    // Starting the app again shows the dashboard (start-desktop.ts), not the popover too.
    activateWithApp: false,
    showOnAllWorkspaces: true,
    browserWindow: { ...popoverOptions(deps), frame: false, skipTaskbar: true, minimizable: false },
  })
  bar.on('before-load', () => {
    bar.window?.on('close', (event) => {
      event.preventDefault()
      // Not while the system is still closing it.
      setImmediate(() => bar.hideWindow())
    })
  })
  returnFocus({
    platform: deps.platform,
    app,
    screen,
    tray: deps.tray,
    bar,
    hasFocus: () => bar.window?.isFocused() === true,
    hasOtherWindow: () => BrowserWindow.getAllWindows().some((window) => window.isVisible()),
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
