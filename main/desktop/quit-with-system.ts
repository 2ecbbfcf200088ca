import type { App, AutoUpdater, PowerMonitor } from 'electron'
import type { Log } from './log.ts'
import type { Quit } from './quit.ts'

/**
 * Time for running requests when the session ends, in ms. The stop after it must fit in too: systemd-logind gives five
 * seconds (logind.conf, `InhibitDelayMaxSec`).
 */
const SYSTEM_PATIENCE = 3_000

/** In ms. One Ctrl-C may arrive twice: from the terminal, and from the program that started us. */
const SAME_SIGNAL = 300

export interface QuitWithSystemDeps {
  app: Pick<App, 'on'>
  autoUpdater: Pick<AutoUpdater, 'on'>
  powerMonitor: Pick<PowerMonitor, 'on'>
  process: Pick<NodeJS.Process, 'on'>
  quit: Quit
  /** Restores Claude Code's settings in this turn of the event loop. */
  endingNow: () => void
  log: Log
}

/**
 * Routes every way the system can end the app into `quit`. Must run after `ready`: Electron installs its own signal
 * handlers just before it, and the last handler wins.
 */
export function quitWithSystem({
  app,
  autoUpdater,
  powerMonitor,
  process,
  quit,
  endingNow,
  log,
}: QuitWithSystemDeps): void {
  // An update quits by closing every window and then the app; delaying it would leave the installer waiting.
  let updating = false
  // A second signal means that the supervisor stops waiting.
  let signalledAt: number | undefined

  app.on('before-quit', (event) => {
    if (updating) return
    event.preventDefault()
    if (quit.isWaiting()) quit.now()
    else quit.whenIdle('quit')
  })
  // Electron would quit with the last window; our windows are only hidden.
  app.on('window-all-closed', () => undefined)
  app.on('browser-window-created', (_event, window) => {
    // Windows: the process is gone as soon as this listener returns (Electron's `native_window_views_win.cc`,
    // WM_ENDSESSION), without `before-quit`. The pending promises of this turn still run.
    window.on('session-end', endingNow)
  })
  autoUpdater.on('before-quit-for-update', () => {
    updating = true
  })
  powerMonitor.on('shutdown', (event?: { preventDefault: () => void }) => {
    event?.preventDefault()
    quit.whenIdle('quit', SYSTEM_PATIENCE)
  })
  // A closed terminal sends SIGHUP, often twice: its shell and the system do.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'signal')
      if (signalledAt !== undefined) {
        if (signal === 'SIGHUP' || performance.now() - signalledAt < SAME_SIGNAL) return
        return quit.now(1)
      }
      signalledAt = performance.now()
      quit.whenIdle('signal')
    })
  }
}
