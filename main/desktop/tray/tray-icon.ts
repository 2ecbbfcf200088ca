import { type VerdictMark, VERDICT_MARKS } from '../../../shared/verdict-marks.ts'
import type { TraySnapshot } from './tray-snapshot.ts'

/** The six shapes of the mark. Never distinguished by colour alone. */
export type TrayIcon = VerdictMark

/** The icon for the verdict. */
export function trayIcon({ verdict }: Pick<TraySnapshot, 'verdict'>): TrayIcon {
  return VERDICT_MARKS[verdict.state]
}
