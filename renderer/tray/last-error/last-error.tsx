import { t } from '../../language/t.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { DashboardButton } from '../dashboard-button.tsx'
import type { OpenDashboard } from '../tray-window-props.ts'
import { useMost } from '../../status/use-most.ts'
import styles from './last-error.module.css'
import type { LastError as LastErrorView } from './to-last-error.ts'

interface LastErrorProps {
  error: LastErrorView | undefined
  now: number
  visible: boolean
  openDashboard: OpenDashboard | undefined
}

/** The latest failed request. Once shown, its space is kept while the window is visible. */
export function LastError({ error, now, visible, openDashboard }: LastErrorProps) {
  const rows = useMost(error ? 1 : 0, visible)
  if (rows === 0) return null
  return (
    <section className={styles.section} aria-label={t('Last error')}>
      {error && (
        <>
          <Icon name="warning" />
          <p className={styles.what} title={`${error.sentence}, ${formatExact(error.at)}`}>
            {error.word}
            <span className={styles.when}>{`, ${formatMoment(error.at, now)}`}</span>
          </p>
          <DashboardButton
            kind="quiet"
            label={t('Open')}
            title={t('Open this request in the dashboard')}
            path={`/requests/${encodeURIComponent(error.requestId)}`}
            open={openDashboard}
          />
        </>
      )}
    </section>
  )
}
