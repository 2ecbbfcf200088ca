import type { ConnectSwitch } from '../status/connection/use-connection.ts'
import type { Copy } from '../ui/use-copy.ts'
import type { DrainActions } from '../status/use-drain-actions.ts'
import type { DrainButtonState } from '../status/drain-button-state.ts'
import type { LastError as LastErrorView } from './last-error/to-last-error.ts'
import type { Limits as LimitsView } from './limits/to-limits.ts'
import type { Recheck } from '../status/use-recheck.ts'
import type { View } from '../status/to-view.ts'

/** What only the desktop shell can do. */
export interface DesktopActions {
  start: (port?: number) => void
  quit: (when: 'idle' | 'now') => void
}

/** Shows the dashboard, at a page of it: `/requests/4f2a`. */
export type OpenDashboard = (path?: string) => void

export interface TrayWindowProps {
  view: View
  now: number
  visible: boolean
  face: DrainButtonState
  address: Copy
  /** The one that points Claude Code at Signalbox. */
  command: string | undefined
  recheck: Recheck
  limits: LimitsView
  lastError: LastErrorView | undefined
  /** Undefined while nobody knows, and where there is no switch. */
  connect: ConnectSwitch | undefined
  drain: DrainActions
  /** Undefined in a browser. */
  desktop: DesktopActions | undefined
  /** Undefined in a browser. */
  openDashboard: OpenDashboard | undefined
  onRefresh: () => void
}
