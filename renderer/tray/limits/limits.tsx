import { t } from '../../language/t.ts'
import { formatExact, formatMoment, formatUntil } from '../../ui/format.ts'
import { formatShare } from '../../ui/format-number.ts'
import { Meter } from '../../ui/meter.tsx'
import styles from './limits.module.css'
import type { LimitLine, LimitLines } from './to-limit-lines.ts'

interface LimitsProps {
  limits: LimitLines
  now: number
  /** True while the server does not respond. */
  silent: boolean
}

const MINUTE = 60_000
/** Limits up to this age are shown without it. */
const FRESH_MS = 2 * MINUTE

/** Usage of the account's limits, from the newest response. Its space is always reserved. */
export function Limits({ limits: { lines, at }, now, silent }: LimitsProps) {
  const isOld = at !== undefined && now - at > FRESH_MS
  return (
    <section className={styles.section} aria-label={t('Limits')}>
      <ul>
        {lines.map((line) => (
          <Line key={line.name} line={line} now={now} stale={silent || isOld} />
        ))}
      </ul>
      {at !== undefined && isOld && (
        <p className={styles.seen}>{t('Updated {{moment}}.', { moment: formatMoment(at, now) })}</p>
      )}
    </section>
  )
}

interface LineProps {
  line: LimitLine
  now: number
  stale: boolean
}

function Line({ line: { name, used, resetsAt, tone }, now, stale }: LineProps) {
  if (used === undefined) {
    return (
      <li className={styles.row} title={t('Usage updates with the next response.')}>
        <span className={styles.name}>{name}</span>
        <span className={styles.track} />
        <span className={styles.used}>–</span>
        <span className={styles.more}>{t('not known yet')}</span>
      </li>
    )
  }
  const resets =
    resetsAt === undefined ? undefined : t('resets {{moment}}', { moment: formatUntil(resetsAt, now) })
  return (
    <li
      className={styles.row}
      data-stale={stale}
      title={resetsAt === undefined ? undefined : t('Resets {{moment}}', { moment: formatExact(resetsAt) })}
    >
      <span className={styles.name}>{name}</span>
      <span className={styles.track}>
        <Meter label={t('{{name}} limit', { name })} share={used} tone={tone} stale={stale} />
      </span>
      <strong className={styles.used}>{formatShare(used)}</strong>
      <span className={styles.more}>{resets}</span>
    </li>
  )
}
