import { limitName } from '../../../shared/language/limit-name.ts'
import { spoken, t } from '../../language/t.ts'
import { FRESH_MS, sayLimit, shareOf } from '../../status/say-limit.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Gauge, GaugeNote } from '../../ui/gauge.tsx'
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
    const name = limitName(line, spoken())
    return (
      <Gauge
        name={name}
        brief={t('not known yet')}
        value="–"
        share={undefined}
        label={t('{{name}} limit', { name })}
        title={t('Usage updates with the next response.')}
      />
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
    <Gauge
      name={name}
      brief={brief}
      value={used}
      share={shareOf(limit)}
      tone={limit.tone}
      label={t('{{name}} limit', { name })}
      title={hint.join('\n')}
      stale={silent || now - limit.at > FRESH_MS}
    >
      {notes.length > 0 && <GaugeNote>{notes.join(' ')}</GaugeNote>}
    </Gauge>
  )
}
