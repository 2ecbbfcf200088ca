import type { Limit } from '../../../shared/judge-limits.ts'
import { limitName } from '../../../shared/language/limit-name.ts'
import { spoken, t } from '../../language/t.ts'
import { FRESH_MS, sayLimit } from '../../status/say-limit.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Meter } from '../../ui/meter.tsx'
import styles from './limits.module.css'
import type { LimitLine, LimitLines } from './to-limit-lines.ts'

interface LimitsProps {
  limits: LimitLines
  now: number
  /** True while the server does not respond. */
  silent: boolean
}

/** Usage of the account's limits, each from the newest response that named it. */
export function Limits({ limits: { lines, more, at, account }, now, silent }: LimitsProps) {
  const notes = [
    account !== undefined && t('Account {{number}}.', { number: account }),
    more > 0 && t('{{number}} more on the dashboard.', { number: more }),
    at !== undefined && now - at > FRESH_MS && t('Updated {{moment}}.', { moment: formatMoment(at, now) }),
  ].filter(Boolean)
  return (
    <section className={styles.section} aria-label={t('Limits')}>
      <ul>
        {lines.map((line) => (
          <Line key={line.key} line={line} now={now} silent={silent} newestAt={at} />
        ))}
      </ul>
      {notes.length > 0 && <p className={styles.seen}>{notes.join(' ')}</p>}
    </section>
  )
}

interface LineProps {
  line: LimitLine
  now: number
  silent: boolean
  newestAt: number | undefined
}

function Line({ line, now, silent, newestAt }: LineProps) {
  const { limit } = line
  if (limit === undefined) {
    return (
      <li className={styles.row} title={t('Usage updates with the next response.')}>
        <span className={styles.name}>{limitName(line, spoken())}</span>
        <span className={styles.more}>{t('not known yet')}</span>
        <span className={styles.used}>–</span>
        <span className={styles.track}>
          <span className={styles.empty} />
        </span>
      </li>
    )
  }
  const { name, used, brief, state, pace, age } = sayLimit(limit, now)
  // One note tells the age of all that are as old as the newest.
  const isOlder = newestAt !== undefined && newestAt - limit.at > FRESH_MS
  const notes = [!limit.isReached && state, isOlder && age].filter(Boolean)
  const hint = [
    name,
    limit.resetsAt !== undefined && t('Resets {{moment}}', { moment: formatExact(limit.resetsAt) }),
    pace,
    t('Reported {{moment}}.', { moment: formatExact(limit.at) }),
  ].filter(Boolean)
  return (
    <li className={styles.row} data-stale={silent || now - limit.at > FRESH_MS} title={hint.join('\n')}>
      <span className={styles.name}>{name}</span>
      <span className={styles.more} data-tone={limit.tone}>
        {brief}
      </span>
      <strong className={styles.used}>{used}</strong>
      <span className={styles.track}>
        <Meter label={t('{{name}} limit', { name })} share={shareOf(limit)} tone={limit.tone} />
      </span>
      {notes.length > 0 && <span className={styles.note}>{notes.join(' ')}</span>}
    </li>
  )
}

/** A limit that the upstream refuses without a number is used up. */
function shareOf({ used, isReached }: Limit): number {
  return used ?? (isReached ? 1 : 0)
}
