import { BrowserWindow, type Screen } from 'electron'
import { APP_ORIGIN } from '../pages/app-scheme.ts'
import type { Log } from '../log.ts'
import type { StateFile } from '../preferences/create-state-file.ts'
import { pagePreferences, type PopoverLook, windowBackground } from '../popover/popover-options.ts'
import { LEAST_SIZE, placeWindow } from './place-window.ts'
import { rememberPlace } from './remember-place.ts'

export interface DashboardDeps extends Omit<PopoverLook, 'dark'> {
  /** Registers a window for which the app's Dock tile is shown. */
  showDockTile: (window: BrowserWindow) => void
  screen: Pick<Screen, 'getCursorScreenPoint' | 'getDisplayNearestPoint' | 'getDisplayMatching'>
  nativeTheme: { shouldUseDarkColors: boolean }
  file: StateFile
  log: Log
}

export interface Dashboard {
  /** Opens or raises the window; with a path, at that page: `/requests/4f2a`. */
  show: (path?: string) => void
  /** Undefined while the window is closed. */
  window: () => BrowserWindow | undefined
}

/** The single dashboard window. Opens on the display that the user is on, at its last position there. */
export function createDashboard(deps: DashboardDeps): Dashboard {
  let open: BrowserWindow | undefined

  function show(path?: string): void {
    const address = `${APP_ORIGIN}/dashboard.html${path === undefined ? '' : `#${path}`}`
    const window = open ?? openWindow(deps)
    // An open window keeps its page unless another path is given; loading the present one would reload it.
    if (open === undefined || (path !== undefined && window.webContents.getURL() !== address)) {
      window.loadURL(address).catch((error: unknown) => {
        if (!isReplaced(error)) deps.log.error({ err: error }, 'dashboard failed to load')
      })
    }
    if (open === undefined) window.once('closed', () => (open = undefined))
    open = window
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  return { show, window: () => open }
}

/** True when a later load or a reload took this one's place, which rejects it with `ERR_ABORTED`. */
function isReplaced(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_ABORTED'
}

function openWindow({
  showDockTile,
  screen,
  nativeTheme,
  file,
  preload,
  devTools,
}: DashboardDeps): BrowserWindow {
  const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
  const last = file.read().dashboard[String(display.id)]
  const window = new BrowserWindow({
    title: 'Signalbox',
    ...placeWindow(display.workArea, last),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    autoHideMenuBar: true,
    show: false,
    backgroundColor: windowBackground(nativeTheme.shouldUseDarkColors),
    webPreferences: pagePreferences({ preload, devTools }),
  })
  if (last?.maximized) window.maximize()
  rememberPlace({ window, screen, file })
  showDockTile(window)
  return window
}
