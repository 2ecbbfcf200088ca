import type { ReactNode } from 'react'
import { t } from '../language/t.ts'
import { formatAge } from '../ui/format.ts'
import styles from './request-list.module.css'
import { DashboardLink } from './dashboard-link.tsx'
import type { OpenDashboard } from './tray-window-props.ts'
import type { View } from '../status/to-view.ts'
import { saySilence } from '../status/say-silence.ts'
import { useMost } from '../status/use-most.ts'

const LEAST_ROWS = 3

interface RequestListProps {
  view: View
  visible: boolean
  /** Names of sessions by id. */
  names: ReadonlyMap<string, string>
  openDashboard: OpenDashboard | undefined
  /** Shown in the reserved space while there are no requests. */
  children: ReactNode
}

/** The oldest requests in flight. Its space is reserved, and only grows while the window is visible. */
export function RequestList({ view, visible, names, openDashboard, children }: RequestListProps) {
  const { requests, more, staleMs } = view
  const rows = useMost(Math.max(LEAST_ROWS, requests.length + (more > 0 ? 1 : 0)), visible)
  return (
    <div className={styles.room} style={{ '--rows': rows }} data-stale={staleMs !== undefined}>
      {view.inFlight === 0 ? (
        <div className={styles.empty}>{children}</div>
      ) : (
        <ul className={styles.list}>
          {requests.map((request) => (
            <Line
              key={request.id}
              request={request}
              session={request.session === undefined ? undefined : names.get(request.session)}
              openDashboard={openDashboard}
            />
          ))}
          {more > 0 && (
            <li className={styles.row}>
              <span className={styles.phase}>{t('+{{number}} more', { number: more })}</span>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

interface LineProps {
  request: View['requests'][number]
  /** Name of its session, once known. */
  session: string | undefined
  openDashboard: OpenDashboard | undefined
}

/** A request by the name of its session, or of its model while that isn't known. */
function Line({ request, session, openDashboard }: LineProps) {
  const { id, name, fullName, phase, ageMs, silentMs } = request
  const silence = saySilence(silentMs)
  // Beside a session's name, the model is worth more than the usual phase.
  const usual = session !== undefined && phase === 'streaming' ? name : sayPhase(phase)
  return (
    <li className={styles.row}>
      <span className={styles.name}>
        <DashboardLink
          text={session ?? name}
          title={[session, fullName].filter(Boolean).join('\n')}
          path={`/requests/${encodeURIComponent(id)}`}
          open={openDashboard}
        />
      </span>
      <span
        className={styles.phase}
        data-silent={silence !== undefined}
        title={[fullName, sayPhase(phase)].join(', ')}
      >
        {silence ?? usual}
      </span>
      <span className={styles.age}>{formatAge(ageMs)}</span>
    </li>
  )
}

function sayPhase(phase: View['requests'][number]['phase']): string {
  switch (phase) {
    case 'receiving':
      return t('receiving')
    case 'connecting':
      return t('connecting')
    case 'waiting':
      return t('waiting')
    case 'streaming':
      return t('streaming')
  }
}
