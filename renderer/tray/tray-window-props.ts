import type { BudgetsResponse } from '../../shared/budgets.ts'
import type { Api } from '../api/api.ts'
import type { ConnectSwitch } from '../status/connection/use-connection.ts'
import type { Copy } from '../ui/use-copy.ts'
import type { DrainActions } from '../status/use-drain-actions.ts'
import type { DrainButtonState } from '../status/drain-button-state.ts'
import type { LastError as LastErrorView } from './last-error/to-last-error.ts'
import type { Details } from './use-details.ts'
import type { LimitLines } from './limits/to-limit-lines.ts'
import type { TodayUsage } from './today/use-today-usage.ts'
import type { Recheck } from '../status/use-recheck.ts'
import type { View } from '../status/to-view.ts'

/** Actions that only the desktop shell provides. */
export interface DesktopActions {
  start: (port?: number) => void
  quit: (when: 'idle' | 'now') => void
}

/** Opens the dashboard at a page: `/requests/4f2a`. */
export type OpenDashboard = (path?: string) => void

export interface TrayWindowProps {
  view: View
  now: number
  visible: boolean
  face: DrainButtonState
  address: Copy
  /** The command that points Claude Code at Signalbox. */
  command: string | undefined
  recheck: Recheck
  limits: LimitLines
  /** Undefined while unknown. */
  budgets: BudgetsResponse | undefined
  api: Api
  /** Undefined while unknown. */
  today: TodayUsage | undefined
  /** Names of sessions by id, as far as they are known. */
  names: ReadonlyMap<string, string>
  details: Details
  lastError: LastErrorView | undefined
  /** Undefined while unknown, and if there is no switch. */
  connect: ConnectSwitch | undefined
  drain: DrainActions
  /** Undefined in a browser. */
  desktop: DesktopActions | undefined
  /** Undefined in a browser. */
  openDashboard: OpenDashboard | undefined
  onRefresh: () => void
}
