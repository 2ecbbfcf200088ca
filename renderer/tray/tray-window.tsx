import { Checks } from '../status/checks/checks.tsx'
import { ConnectRow } from '../status/connection/connect-row.tsx'
import { Budgets } from './budgets.tsx'
import { Facts } from './facts.tsx'
import { Footer } from './footer.tsx'
import { InFlight } from './in-flight.tsx'
import { LastError } from './last-error/last-error.tsx'
import { Limits } from './limits/limits.tsx'
import { StatusHead } from './status-head.tsx'
import styles from './tray-window.module.css'
import { RecoveryActions } from './recovery-actions.tsx'
import type { TrayWindowProps } from './tray-window-props.ts'

/** The window's sections by urgency: state, connection, activity, limits, budgets, checks, errors, facts, actions. */
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
      {!broken && <Budgets api={props.api} response={props.budgets} now={now} />}
      {!broken && <Checks view={view} now={now} recheck={props.recheck} />}
      {!broken && <LastError {...{ now, visible, openDashboard }} error={props.lastError} />}
      {!broken && <Facts view={view} headless={desktop === undefined} />}
      <Footer {...{ face, view, now, drain, openDashboard }} quit={desktop?.quit} />
    </main>
  )
}
