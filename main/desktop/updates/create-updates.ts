import type { AppUpdater } from 'electron-updater'
import type { Log } from '../log.ts'

/** In ms. The start belongs to the proxy. */
const FIRST_CHECK = 15_000
const CHECK_EVERY = 24 * 60 * 60_000

/** What of electron-updater is used here. */
export type Updater = Pick<AppUpdater, 'autoInstallOnAppQuit' | 'checkForUpdates' | 'quitAndInstall' | 'on'>

export interface UpdatesDeps {
  /** Loads electron-updater; undefined where this build has no feed. */
  load: (() => Promise<Updater>) | undefined
  /** Ends the process without asking anyone again. */
  exit: (code: number) => void
  /** Nothing may veto what the installer has begun. */
  closeWindows: () => void
  onChange: () => void
  log: Log
}

export interface Updates {
  /** The version that has been fetched and verified. */
  ready: () => string | undefined
  /** From now on leaving installs it at once, and starts it. */
  installOnExit: () => void
  /** Ends the process. `idle`: nothing was in flight, and the system is not waiting for us. */
  exit: (code: number, idle: boolean) => void
  /** For a computer that wakes up after days. */
  check: () => void
}

/**
 * Updates from the feed that the build was made with. They are fetched in the background and never installed while a
 * request is in flight, nor while the system shuts down: an installer that is killed leaves no app behind.
 */
export function createUpdates({ load, exit, closeWindows, onChange, log }: UpdatesDeps): Updates {
  let ready: string | undefined
  let wanted = false
  let updater: Updater | undefined

  async function start(loadUpdater: () => Promise<Updater>): Promise<void> {
    updater = await loadUpdater()
    // It asks for this on download and again at the exit; `exit` below gives the second answer.
    updater.autoInstallOnAppQuit = true
    updater.on('update-downloaded', ({ version }) => {
      ready = version
      log.info({ version }, 'update ready')
      onChange()
    })
    updater.on('error', (error) => log.warn({ err: error }, 'update failed'))
  }
  function check(): void {
    if (ready !== undefined) return
    // A failure has been told to the listener above.
    void updater?.checkForUpdates().catch(() => undefined)
  }
  if (load !== undefined) {
    const started = start(load).catch((error: unknown) => log.warn({ err: error }, 'updates are off'))
    setTimeout(() => void started.then(check), FIRST_CHECK).unref()
    setInterval(check, CHECK_EVERY).unref()
  }
  return {
    ready: () => ready,
    installOnExit: () => (wanted = true),
    check,
    exit(code, idle) {
      const may = idle && code === 0 && ready !== undefined
      if (updater) updater.autoInstallOnAppQuit = may
      if (!may || !wanted || updater === undefined) return exit(code)
      closeWindows()
      updater.quitAndInstall(true, true)
    },
  }
}
