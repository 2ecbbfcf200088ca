import type { AppInfo } from '../../shared/ipc.ts'
import type { Readings } from '../api/queries.ts'

/** All inputs of the page at one moment; everything else is derived from it. */
export interface Observed extends Omit<Readings, 'refresh'> {
  /** Milliseconds since the epoch. */
  now: number
  /** Information from the desktop shell. Undefined in a browser, and before its first message. */
  app: AppInfo | undefined
}
