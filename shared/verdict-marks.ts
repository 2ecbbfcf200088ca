import type { VerdictState } from './verdict.ts'

/** The shapes of the mark (renderer/ui/mark-shapes.ts, main/desktop/icons). */
export type VerdictMark = 'running' | 'active' | 'warning' | 'error' | 'draining' | 'stopped'

/** The mark of each state, in the tray and in both windows. */
export const VERDICT_MARKS: Readonly<Record<VerdictState, VerdictMark>> = {
  starting: 'stopped',
  stopped: 'stopped',
  not_running: 'error',
  not_responding: 'error',
  running: 'running',
  active: 'active',
  warning: 'warning',
  error: 'error',
  draining: 'draining',
  drained: 'draining',
}
