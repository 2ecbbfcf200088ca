import type { BrowserWindow } from 'electron'
import type { Log } from './log.ts'

/** In ms. A page that crashes again within this time is not reloaded. */
const PEACE = 60_000

/** Reloads a window's page when its renderer process dies, but not in a loop. */
export function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let last = -PEACE
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error({ reason, exitCode }, 'renderer process gone')
    const now = performance.now()
    if (reason === 'clean-exit' || now - last < PEACE) return
    last = now
    window.webContents.reload()
  })
}
