import { t } from '../../language/t.ts'
import { formatMoment } from '../../ui/format.ts'
import { formatEstimate } from '../../ui/format-number.ts'
import { DashboardLink } from '../dashboard-link.tsx'
import type { OpenDashboard } from '../tray-window-props.ts'
import styles from './today.module.css'
import type { TodayUsage } from './use-today-usage.ts'

interface TodayProps {
  /** Undefined while unknown. */
  usage: TodayUsage | undefined
  names: ReadonlyMap<string, string>
  now: number
  openDashboard: OpenDashboard | undefined
}

/** Estimated cost and number of requests since midnight, and the session that cost most. */
export function Today({ usage, names, now, openDashboard }: TodayProps) {
  const stale = usage?.ageMs !== undefined
  return (
    <section className={styles.section} aria-label={t('Today')} data-stale={stale}>
      <dl className={styles.row}>
        <dt className={styles.label}>{t('Today')}</dt>
        {/* A new element: text that begins somewhere else counts as a layout shift. */}
        <dd
          key={usage === undefined ? 'unknown' : 'known'}
          title={t('Based on the price table. Subscriptions and discounts aren’t included.')}
        >
          <strong className={styles.cost}>{costOf(usage)}</strong>
          <span className={styles.count}>{usage && sayCount(usage, now)}</span>
        </dd>
      </dl>
      <Top {...{ usage, names, openDashboard }} />
      {usage !== undefined && usage.unpriced > 0 && (
        <p className={styles.note}>
          {t('{{count}} requests have no price and aren’t included.', { count: usage.unpriced })}
        </p>
      )}
    </section>
  )
}

/** Without a price, the cost of the requests that have none is unknown, not 0. */
function costOf(usage: TodayUsage | undefined): string {
  if (usage === undefined) return '–'
  if (usage.cost !== undefined) return formatEstimate(usage.cost)
  return usage.unpriced > 0 ? '–' : formatEstimate(0)
}

function sayCount({ requests, ageMs }: TodayUsage, now: number): string {
  return ageMs === undefined
    ? t(', {{count, number}} requests', { count: requests })
    : t(', updated {{moment}}', { moment: formatMoment(now - ageMs, now) })
}

/** Keeps its line without a session: nothing moves when the first one comes. */
function Top({ usage, names, openDashboard }: Pick<TodayProps, 'usage' | 'names' | 'openDashboard'>) {
  const top = usage?.top
  if (top === undefined) return <p className={styles.none}>{usage?.requests === 0 && t('No requests yet')}</p>
  const name = names.get(top.id) ?? t('Session {{id}}', { id: top.id.slice(0, 8) })
  return (
    <p className={styles.top}>
      <DashboardLink
        text={name}
        title={t('The session that cost most today: {{name}}', { name })}
        path={`/requests?session=${encodeURIComponent(top.id)}`}
        open={openDashboard}
      />
      <span className={styles.count}>{formatEstimate(top.cost)}</span>
    </p>
  )
}
