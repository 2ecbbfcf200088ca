import { t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { formatClock } from '../../ui/format-time.ts'
import { formatCount, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { OutcomeMark } from '../requests/outcome-mark.tsx'
import { sayCacheReason } from '../requests/say-cache-reason.ts'
import { saySummary } from '../requests/say-summary.ts'
import { toOutcome } from '../requests/to-outcome.ts'
import { useToday } from '../server/use-today.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import styles from './notable-list.module.css'
import { isNotable, type TimelinePoint } from './to-timeline.ts'

const MAX_ROWS = 20

interface NotableListProps {
  /** Oldest first. */
  points: readonly TimelinePoint[]
  session: string
}

/** Failures, retries, compactions and cache misses of a session, newest first. Renders nothing without one. */
export function NotableList({ points, session }: NotableListProps) {
  const today = useToday()
  const notable = points.filter(isNotable).toReversed()
  if (notable.length === 0) return null
  return (
    <Panel title={t('Failures, retries, compactions and cache misses')} note={formatCount(notable.length)}>
      <ul className={styles.list}>
        {notable.slice(0, MAX_ROWS).map((point) => (
          <li key={point.row.requestId}>
            <a
              className={styles.row}
              href={`#${withQuery(`/activity/${point.row.requestId}`, { session })}`}
              title={formatExact(point.at)}
            >
              <span className={styles.time}>{formatClock(point.at, today)}</span>
              <Reason point={point} />
              <bdi className={styles.summary}>{saySummary(point.row)}</bdi>
            </a>
          </li>
        ))}
      </ul>
      {notable.length > MAX_ROWS && (
        <p className={styles.note}>{t('Only the newest {{count}} are shown.', { count: MAX_ROWS })}</p>
      )}
    </Panel>
  )
}

function Reason({ point: { row, isFailure, retries, isCompaction, missed } }: { point: TimelinePoint }) {
  return (
    <span className={styles.reason}>
      {(isFailure || retries > 0) && <OutcomeMark outcome={toOutcome(row)} />}
      {isCompaction && <span>{t('Compacted')}</span>}
      {missed > 0 && (
        <span>
          {t('Cache miss: {{reason}}, {{tokens}} tokens', {
            reason: sayCacheReason(row.cacheReason ?? '?'),
            tokens: formatShort(missed),
          })}
        </span>
      )}
    </span>
  )
}
