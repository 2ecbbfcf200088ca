import type { App, AutoUpdater, PowerMonitor } from 'electron'
import type { Log } from './log.ts'
import type { Quit } from './quit.ts'

/** Time before the system kills us at logout or shutdown, in ms. */
const SYSTEM_PATIENCE = 5000

export interface QuitWithSystemDeps {
  app: Pick<App, 'on'>
  autoUpdater: Pick<AutoUpdater, 'on'>
  powerMonitor: Pick<PowerMonitor, 'on'>
  process: Pick<NodeJS.Process, 'on'>
  quit: Quit
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
  log,
}: QuitWithSystemDeps): void {
  // An update quits by closing every window and then the app; delaying it would leave the installer waiting.
  let updating = false
  // A second signal means that the supervisor stops waiting.
  let signalled = false

  app.on('before-quit', (event) => {
    if (updating) return
    event.preventDefault()
    if (quit.isWaiting()) quit.now()
    else quit.whenIdle('quit')
  })
  // Electron would quit with the last window; our windows are only hidden.
  app.on('window-all-closed', () => undefined)
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', () => quit.whenIdle('quit', SYSTEM_PATIENCE))
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
      if (signalled && signal === 'SIGHUP') return
      if (signalled) return quit.now(1)
      signalled = true
      quit.whenIdle('signal')
    })
  }
}
