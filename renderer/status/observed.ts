import type { AppInfo } from '../../shared/ipc.ts'
import type { Readings } from '../api/queries.ts'

/** Everything the page knows at one moment; all the rest is computed from it. */
export interface Observed extends Omit<Readings, 'refresh'> {
  /** Milliseconds since the epoch. */
  now: number
  /** What the desktop shell says. Undefined in a browser, and before its first word. */
  app: AppInfo | undefined
}
