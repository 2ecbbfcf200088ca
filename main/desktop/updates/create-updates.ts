import type { AppUpdater } from 'electron-updater'
import type { Log } from '../log.ts'

/** In ms. Keeps the update check out of the proxy's startup. */
const FIRST_CHECK = 15_000
const CHECK_EVERY = 24 * 60 * 60_000

/** In ms, from the call of the installer. Then the app ends without it; a server that has stopped must not look alive. */
const INSTALLER_DEADLINE = 60_000

/** The parts of electron-updater used here. */
export type Updater = Pick<AppUpdater, 'autoInstallOnAppQuit' | 'checkForUpdates' | 'quitAndInstall' | 'on'>

export interface UpdatesDeps {
  /** Loads electron-updater; undefined if this build has no feed. */
  load: (() => Promise<Updater>) | undefined
  /** Ends the process without further prompts. */
  exit: (code: number) => void
  /** True if installing asks for an administrator's password: not at a quit that only happens to be idle. */
  asksForPassword: boolean
  /** Closes all windows, so that none can veto the installer's quit. */
  closeWindows: () => void
  onChange: () => void
  log: Log
}

export interface Updates {
  /** The version that has been downloaded and verified. */
  ready: () => string | undefined
  /** From now on, exiting installs the update at once and restarts the app. */
  installOnExit: () => void
  /** Ends the process. `idle`: nothing was in flight, and no system shutdown is waiting for us. */
  exit: (code: number, idle: boolean) => void
  /** Checks for updates; called when the computer wakes from sleep. */
  check: () => void
}

/**
 * Updates from the feed that the build was made with. They download in the background and are never installed while a
 * request is in flight, nor during a system shutdown: an installer that is killed leaves no app behind.
 */
export function createUpdates({
  load,
  exit,
  asksForPassword,
  closeWindows,
  onChange,
  log,
}: UpdatesDeps): Updates {
  let ready: string | undefined
  let wanted = false
  let updater: Updater | undefined

  async function start(loadUpdater: () => Promise<Updater>): Promise<void> {
    updater = await loadUpdater()
    // Read on download and again at exit; `exit` below sets the final value.
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
    // The error listener above has logged the failure.
    void updater?.checkForUpdates().catch(() => undefined)
  }
  if (load !== undefined) {
    const started = start(load).catch((error: unknown) => log.warn({ err: error }, 'updates unavailable'))
    setTimeout(() => void started.then(check), FIRST_CHECK).unref()
    setInterval(check, CHECK_EVERY).unref()
  }
  return {
    ready: () => ready,
    installOnExit: () => (wanted = true),
    check,
    exit(code, idle) {
      const may = idle && code === 0 && ready !== undefined
      if (updater) updater.autoInstallOnAppQuit = may && (wanted || !asksForPassword)
      if (!may || !wanted || updater === undefined) return exit(code)
      closeWindows()
      // An installer that fails returns without quitting: a cancelled password, a read-only folder, a wrong signature.
      updater.on('error', () => exit(code))
      setTimeout(() => exit(code), INSTALLER_DEADLINE)
      updater.quitAndInstall(true, true)
    },
  }
}
