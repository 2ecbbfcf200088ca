import type { BrowserWindow } from 'electron'
import type { Log } from './log.ts'

/** A page that crashes again within this time is broken, not unlucky, in ms. */
const PEACE = 60_000

/** Loads a window's page again when its process died, but not in a loop. */
export function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let last = -PEACE
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error({ reason, exitCode }, 'window process gone')
    const now = performance.now()
    if (reason === 'clean-exit' || now - last < PEACE) return
    last = now
    window.webContents.reload()
  })
}
