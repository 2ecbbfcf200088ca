import { ipcMain, screen } from 'electron'
import { isDeepStrictEqual } from 'node:util'
import { type AppInfo, IPC } from '../../shared/ipc.ts'
import type { Shell } from './desktop-deps.ts'
import { handleIpc } from './pages/ipc.ts'
import { senderOf } from './pages/sender-of.ts'
import { popoverHeight } from './popover/popover-height.ts'
import { POPOVER_WIDTH } from './popover/popover-options.ts'
import type { PopoverSurface } from './popover/popover-surface.ts'

/** Answers the calls of our pages, and tells them about changes. */
export function servePages(
  { signalbox, quit, version, log, ...shared }: Shell,
  surface: PopoverSurface,
): void {
  const { dashboard, preferences, speech, listeners } = shared
  const windows = { status: surface.window, dashboard: dashboard.window }
  const appInfo = (): AppInfo => ({
    version,
    platform: process.platform,
    server: signalbox.state(),
    verdict: signalbox.verdict(),
    quitting: quit.isWaiting(),
    language: speech().language,
  })
  listeners.add(
    sendWhenChanged(appInfo, (info) => {
      for (const window of Object.values(windows)) window()?.webContents.send(IPC.appInfoChanged, info)
    }),
  )
  handleIpc({
    ipcMain,
    signalbox,
    quit,
    appInfo,
    log,
    senderOf: (event) => senderOf(event, windows),
    hide: surface.hide,
    resize: (height) => resize(surface, height),
    openDashboard: dashboard.show,
    changePreferences: preferences.change,
  })
}

function resize(surface: PopoverSurface, height: number): void {
  const window = surface.window()
  if (window === undefined) return
  const { workArea } = screen.getDisplayMatching(window.getBounds())
  window.setContentSize(POPOVER_WIDTH, popoverHeight(height, workArea.height))
}

/** Returns a function that reads a value and sends it if it differs from the last one sent. */
function sendWhenChanged<Value>(read: () => Value, send: (value: Value) => void): () => void {
  let last: Value | undefined
  return () => {
    const value = read()
    if (isDeepStrictEqual(value, last)) return
    last = value
    send(value)
  }
}
