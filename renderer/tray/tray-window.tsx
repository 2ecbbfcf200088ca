import { Checks } from '../status/checks/checks.tsx'
import { ConnectRow } from '../status/connection/connect-row.tsx'
import type { ConnectSwitch } from '../status/connection/use-connection.ts'
import type { DrainButtonState } from '../status/drain-button-state.ts'
import { Facts } from './facts.tsx'
import { Footer } from './footer.tsx'
import { InFlight } from './in-flight.tsx'
import { LastError } from './last-error/last-error.tsx'
import type { LastError as LastErrorView } from './last-error/to-last-error.ts'
import { Limits } from './limits/limits.tsx'
import type { Limits as LimitsView } from './limits/to-limits.ts'
import { StatusHead } from './status-head.tsx'
import type { View } from '../status/to-view.ts'
import type { DrainActions } from '../status/use-drain-actions.ts'
import styles from './tray-window.module.css'
import { RecoveryActions } from './recovery-actions.tsx'
import type { Copy } from '../ui/use-copy.ts'
import type { Recheck } from '../status/use-recheck.ts'

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

/** The window, top to bottom in the order of urgency: state, connection, activity, limits, checks, errors, facts, actions. */
export function TrayWindow(props: TrayWindowProps) {
  const { view, now, visible, address, face, drain, desktop, connect, openDashboard } = props
  const broken = view.link === 'down'
  return (
    <main className={styles.window}>
      <StatusHead verdict={view.verdict} now={now} baseUrl={view.baseUrl} copy={address}>
        <RecoveryActions view={view} desktop={desktop} onRefresh={props.onRefresh} />
      </StatusHead>
      {!broken && connect && <ConnectRow connect={connect} />}
      {!broken && <InFlight {...{ view, now, visible, connect }} command={props.command} />}
      {!broken && <Limits limits={props.limits} now={now} silent={view.staleMs !== undefined} />}
      {!broken && <Checks view={view} now={now} recheck={props.recheck} />}
      {!broken && <LastError {...{ now, visible, openDashboard }} error={props.lastError} />}
      {!broken && <Facts view={view} headless={desktop === undefined} />}
      <Footer {...{ face, view, now, drain, openDashboard }} quit={desktop?.quit} />
    </main>
  )
}
