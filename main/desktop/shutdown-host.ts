import type { Signalbox, ShutdownHost } from '../base/signalbox.ts'
import type { Quit } from './quit.ts'

export interface ShutdownHostDeps {
  signalbox: Pick<Signalbox, 'state' | 'livez' | 'onChange'>
  quit: Pick<Quit, 'whenIdle' | 'now'>
}

export interface DesktopShutdown extends ShutdownHost {
  /** Whether the app is to be started again when it exits. */
  restarts: () => boolean
}

/** Leads `POST /api/shutdown` into the one way out of the app. */
export function createShutdownHost({ signalbox, quit }: ShutdownHostDeps): DesktopShutdown {
  // What the exit that is under way is to be followed by. A resume takes back what still waits.
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
      // After the drain has begun: its first change must not be taken for a resume.
      wanted = restart ? (now ? 'restart-now' : 'restart-when-idle') : 'nothing'
    },
  }
}

/**
 * For `app.relaunch`. An AppImage runs from a folder that goes with it, and is itself the program.
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
