import { perLocale } from '../../language/per-locale.ts'
import { t } from '../../language/t.ts'
import { formatAge, formatExact, formatLargest, formatUntil } from '../../ui/format.ts'
import { formatShare } from '../../ui/format-number.ts'
import { Meter } from '../../ui/meter.tsx'
import styles from './limits.module.css'
import type { LimitLine, Limits as LimitsView } from './to-limits.ts'

interface LimitsProps {
  limits: LimitsView
  now: number
  /** Whether the server has fallen silent. */
  silent: boolean
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Younger than this nobody would call it old. */
const FRESH_MS = 2 * MINUTE

/** How much of the account's windows is used, as the newest answer that passed said. Its room is always there. */
export function Limits({ limits: { lines, at }, now, silent }: LimitsProps) {
  const ageMs = at === undefined ? 0 : now - at
  const seen = ageMs > FRESH_MS ? t('{{age}} ago', { age: formatLargest(ageMs) }) : undefined
  return (
    <section className={styles.section} aria-label={t('Limits')}>
      <ul>
        {lines.map((line) => (
          <Line key={line.name} line={line} now={now} seen={seen} stale={silent || seen !== undefined} />
        ))}
      </ul>
    </section>
  )
}

interface LineProps {
  line: LimitLine
  now: number
  seen: string | undefined
  stale: boolean
}

function Line({ line: { name, used, resetsAt, tone }, now, seen, stale }: LineProps) {
  if (used === undefined) {
    return (
      <li className={styles.row} title={t('The next answer with this limit says how much is used.')}>
        <span className={styles.name}>{name}</span>
        <span className={styles.track} />
        <span className={styles.used}>–</span>
        <span className={styles.more}>{t('not known yet')}</span>
      </li>
    )
  }
  const resets =
    resetsAt === undefined
      ? undefined
      : t('resets {{moment}}', { moment: formatReset(resetsAt, { now, short: seen !== undefined }) })
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
      <span className={styles.more}>{[resets, seen].filter(Boolean).join(' · ')}</span>
    </li>
  )
}

const weekday = perLocale((locale) => new Intl.DateTimeFormat(locale, { weekday: 'short' }))

/** `in 1 h 40 m`, or `in 1 h` beside an age · beyond a day its name, `Tue`: no window is longer than a week. */
function formatReset(at: number, { now, short }: { now: number; short: boolean }): string {
  if (at - now >= DAY) return weekday().format(at)
  if (short) return formatUntil(at, now)
  return t('in {{age}}', { age: formatAge(Math.max(1, Math.floor((at - now) / MINUTE)) * MINUTE) })
}
