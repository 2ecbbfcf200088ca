import { t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { formatEstimate, formatShort } from '../../ui/format-number.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { sayCacheReason } from '../requests/say-cache-reason.ts'
import { toOutcome } from '../requests/to-outcome.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import styles from './context-chart.module.css'
import { type Column, type TimelinePoint, toColumns } from './to-timeline.ts'

const MAX_COLUMNS = 160

interface ContextChartProps {
  /** Oldest first. */
  points: readonly TimelinePoint[]
  session: string
}

/**
 * Context of the main agent by request, with the cost so far as a line. A click opens the request; by keyboard, the
 * lists below lead to the same requests.
 */
export function ContextChart({ points, session }: ContextChartProps) {
  const columns = toColumns(points, MAX_COLUMNS)
  const most = Math.max(1, ...columns.map(({ tokens }) => tokens))
  const spent = points.at(-1)?.costSoFar ?? 0
  const about = t('Context by request: at most {{most}} tokens, now {{now}}. Cost so far {{cost}}.', {
    most: formatShort(most),
    now: formatShort(columns.findLast(({ tokens }) => tokens > 0)?.tokens ?? 0),
    cost: formatEstimate(spent),
  })
  return (
    <figure className={styles.figure} aria-label={about}>
      <div className={styles.axis} aria-hidden="true">
        <span>{t('{{tokens}} tokens', { tokens: formatShort(most) })}</span>
        <span>{formatEstimate(spent)}</span>
      </div>
      <div className={styles.plot} aria-hidden="true">
        <div className={styles.columns} style={{ '--count': columns.length }}>
          {columns.map((column) => (
            <Bar key={column.points[0]?.row.requestId} column={column} most={most} session={session} />
          ))}
          {spent > 0 && <CostLine columns={columns} spent={spent} />}
        </div>
      </div>
      <div className={styles.axis} aria-hidden="true">
        <span>{points[0] && formatExact(points[0].at)}</span>
        <span>{formatExact(points.at(-1)?.at ?? 0)}</span>
      </div>
      <Legend />
    </figure>
  )
}

function Bar({ column, most, session }: { column: Column; most: number; session: string }) {
  const { points, tokens, cached } = column
  const marked = points.find((point) => markOf(point) !== undefined)
  const shown = marked ?? points[0]
  if (shown === undefined) return null
  const mark = marked && markOf(marked)
  return (
    <a
      className={styles.column}
      href={`#${withQuery(`/activity/${shown.row.requestId}`, { session })}`}
      tabIndex={-1}
      title={tipOf(column)}
    >
      <span className={styles.mark} data-tone={mark?.tone}>
        {mark && <Icon name={mark.icon} />}
      </span>
      <span className={styles.bar}>
        <span className={styles.fill} style={{ '--share': tokens / most }}>
          <span className={styles.cached} style={{ '--share': tokens === 0 ? 0 : cached / tokens }} />
        </span>
      </span>
    </a>
  )
}

interface Mark {
  icon: IconName
  tone: 'error' | 'warning' | 'quiet'
  word: string
}

/** The most severe of a point's marks. */
function markOf({ row, isFailure, retries, isCompaction, missed }: TimelinePoint): Mark | undefined {
  if (isFailure) return { icon: 'error', tone: 'error', word: toOutcome(row).word }
  if (retries > 0)
    return { icon: 'warning', tone: 'warning', word: t('{{count}} retries', { count: retries }) }
  if (isCompaction) return { icon: 'down', tone: 'quiet', word: t('Compacted') }
  if (missed > 0) return { icon: 'minus', tone: 'warning', word: missWord(row.cacheReason) }
  return undefined
}

function missWord(reason: string | undefined): string {
  return reason === undefined ? t('Cache miss') : `${t('Cache miss')}: ${sayCacheReason(reason)}`
}

function tipOf({ points, tokens, cached }: Column): string {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return ''
  return [
    formatExact(first.at),
    t('{{tokens}} tokens, {{cached}} from the cache', {
      tokens: formatShort(tokens),
      cached: formatShort(cached),
    }),
    t('Cost so far: {{cost}}', { cost: formatEstimate(last.costSoFar) }),
    ...points.flatMap((point) => markOf(point)?.word ?? []),
  ].join('\n')
}

function CostLine({ columns, spent }: { columns: readonly Column[]; spent: number }) {
  const count = columns.length
  const places = columns.map(({ points }, index) => {
    const share = (points.at(-1)?.costSoFar ?? 0) / spent
    return `${((index + 0.5) / count) * 100},${100 - share * 100}`
  })
  return (
    <svg className={styles.line} viewBox="0 0 100 100" preserveAspectRatio="none">
      <polyline points={places.join(' ')} />
    </svg>
  )
}

function Legend() {
  const tones = [
    { tone: '--chart-cache', label: t('From the cache') },
    { tone: '--chart-input', label: t('Not from the cache') },
    { tone: '--chart-output', label: t('Cost so far') },
  ]
  const marks: readonly { icon: IconName; label: string }[] = [
    { icon: 'error', label: t('Failed') },
    { icon: 'warning', label: t('Retried') },
    { icon: 'down', label: t('Compacted') },
    { icon: 'minus', label: t('Cache miss') },
  ]
  return (
    <ul className={styles.legend}>
      {tones.map(({ tone, label }) => (
        <li key={tone} className={styles.item}>
          <span className={styles.swatch} style={{ '--tone': `var(${tone})` }} aria-hidden="true" />
          {label}
        </li>
      ))}
      {marks.map(({ icon, label }) => (
        <li key={icon} className={styles.item}>
          <Icon name={icon} />
          {label}
        </li>
      ))}
    </ul>
  )
}
