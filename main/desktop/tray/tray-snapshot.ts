import type { Preferences, ServerState } from '../../../shared/ipc.ts'
import type { Livez } from '../../../shared/livez.ts'
import type { Verdict } from '../../../shared/verdict.ts'
import type { Signalbox } from '../../base/signalbox.ts'

/** Input of the icon, the tooltip and the native menu. */
export interface TraySnapshot {
  server: ServerState
  livez: Livez
  verdict: Verdict
  /** True while the app waits for requests in flight before it quits. */
  quitting: boolean
  preferences: Pick<Preferences, 'launchAtLogin' | 'notifications'>
  /** The command `signalbox`, as far as the menu can install it. */
  commandLine: 'installed' | 'absent' | 'packaged'
  /** The version that is ready to install. */
  update: string | undefined
}

/** Reads the core once, so that icon, tooltip and menu are consistent. */
export function traySnapshot(
  signalbox: Signalbox,
  rest: Omit<TraySnapshot, 'server' | 'livez' | 'verdict'>,
): TraySnapshot {
  return { server: signalbox.state(), livez: signalbox.livez(), verdict: signalbox.verdict(), ...rest }
}
