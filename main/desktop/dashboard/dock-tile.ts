import type { App, BrowserWindow } from 'electron'

/** In ms. Electron ignores `dock.hide()` this soon after `dock.show()` (`shell/browser/browser_mac.mm`, `DockHide`). */
const SETTLED = 1_100

/** In ms. macOS may drop a `dock.hide()` that races the app's launch. */
const LAUNCHED = 2_000

/**
 * Shows the app's Dock tile on macOS while one of its windows is open. An installed app has none at other times
 * (LSUIElement); one from a checkout would keep Electron's. Returns the function that registers a window.
 */
export function createDockTile(dock: App['dock']): (window: Pick<BrowserWindow, 'once'>) => void {
  if (dock === undefined) return () => undefined
  let open = 0
  // Milliseconds since process start.
  let shownAt = -Infinity

  function hideIfUnused(): void {
    if (open === 0) dock?.hide()
  }
  hideIfUnused()
  setTimeout(hideIfUnused, LAUNCHED).unref()

  return (window) => {
    open += 1
    shownAt = performance.now()
    void dock.show()
    window.once('closed', () => {
      open -= 1
      setTimeout(hideIfUnused, Math.max(0, shownAt + SETTLED - performance.now())).unref()
    })
  }
}
