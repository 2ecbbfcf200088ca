import type { Signalbox, ShutdownHost } from '../base/signalbox.ts'
import type { Quit } from './quit.ts'

export interface ShutdownHostDeps {
  signalbox: Pick<Signalbox, 'state' | 'livez' | 'onChange'>
  quit: Pick<Quit, 'whenIdle' | 'now'>
}

export interface DesktopShutdown extends ShutdownHost {
  /** True if the app restarts after it exits. */
  restarts: () => boolean
}

/** Routes `POST /api/shutdown` into the app's quit controller. */
export function createShutdownHost({ signalbox, quit }: ShutdownHostDeps): DesktopShutdown {
  // Action after the pending exit. Resuming the drain cancels it.
  let wanted: 'nothing' | 'restart-when-idle' | 'restart-now' = 'nothing'
  signalbox.onChange(() => {
    const isResumed = signalbox.state().state === 'running' && !signalbox.livez().draining
    if (isResumed && wanted === 'restart-when-idle') wanted = 'nothing'
  })
  return {
    canRestart: true,
    startCommand: null,
    restarts: () => wanted !== 'nothing',
    end({ now, restart }) {
      if (now) quit.now()
      else quit.whenIdle('quit')
      // Set only after the drain has begun, so that its first change is not mistaken for a resume.
      wanted = restart ? (now ? 'restart-now' : 'restart-when-idle') : 'nothing'
    },
  }
}

/**
 * Options for `app.relaunch`. An AppImage runs from a temporary mount, so it relaunches the image itself.
 *
 * @param argv as `process.argv`
 */
export function relaunchOptions({
  argv,
  env,
  execPath,
}: {
  argv: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  execPath: string
}): { execPath: string; args: string[] } {
  return { execPath: env['APPIMAGE'] ?? execPath, args: argv.slice(1) }
}
