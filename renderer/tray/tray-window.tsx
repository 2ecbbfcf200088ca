import { ConnectRow } from '../status/connection/connect-row.tsx'
import { Budgets } from './budgets.tsx'
import { DetailsSection } from './details-section.tsx'
import { Footer } from './footer.tsx'
import { InFlight } from './in-flight.tsx'
import { LastError } from './last-error/last-error.tsx'
import { Limits } from './limits/limits.tsx'
import { StatusHead } from './status-head.tsx'
import styles from './tray-window.module.css'
import { Today } from './today/today.tsx'
import { RecoveryActions } from './recovery-actions.tsx'
import type { TrayWindowProps } from './tray-window-props.ts'

/** Sections in the order of what the window is opened for: state, limits, today, what runs; the rest on demand. */
export function TrayWindow(props: TrayWindowProps) {
  const { view, now, visible, address, face, drain, desktop, connect, openDashboard } = props
  const broken = view.link === 'down'
  return (
    <main className={styles.window}>
      <StatusHead verdict={view.verdict} now={now} baseUrl={view.baseUrl} copy={address}>
        <RecoveryActions view={view} desktop={desktop} onRefresh={props.onRefresh} />
      </StatusHead>
      {!broken && connect && <ConnectRow connect={connect} />}
      {!broken && <Limits limits={props.limits} now={now} silent={view.staleMs !== undefined} />}
      {!broken && <Budgets api={props.api} response={props.budgets} now={now} />}
      {!broken && <Today {...{ now, openDashboard }} usage={props.today} names={props.names} />}
      {!broken && (
        <InFlight
          {...{ view, now, visible, connect, openDashboard }}
          names={props.names}
          command={props.command}
        />
      )}
      {!broken && <LastError {...{ now, visible, openDashboard }} error={props.lastError} />}
      {!broken && (
        <DetailsSection
          {...{ view, now }}
          details={props.details}
          recheck={props.recheck}
          headless={desktop === undefined}
        />
      )}
      <Footer {...{ face, view, now, drain, openDashboard }} quit={desktop?.quit} />
    </main>
  )
}
