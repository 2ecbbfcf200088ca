import type { App, AutoUpdater, PowerMonitor } from 'electron'
import type { Log } from './log.ts'
import type { Quit } from './quit.ts'

/** What a logout or shutdown leaves us before the system kills us, in ms. */
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
 * Leads every way the system can end us into `quit`. Signals are taken here, after `ready`, because Electron
 * installs its own handlers just before it and the last one wins.
 */
export function quitWithSystem({
  app,
  autoUpdater,
  powerMonitor,
  process,
  quit,
  log,
}: QuitWithSystemDeps): void {
  // An update quits by closing every window and then the app; holding it up would leave the installer waiting.
  let updating = false
  // A supervisor that signals twice has lost patience.
  let signalled = false

  app.on('before-quit', (event) => {
    if (updating) return
    event.preventDefault()
    if (quit.isWaiting()) quit.now()
    else quit.whenIdle('quit')
  })
  // Electron would quit with the last window; ours only ever hides.
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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'signal')
      if (signalled) return quit.now(1)
      signalled = true
      quit.whenIdle('signal')
    })
  }
}
