import { t } from '../../language/t.ts'
import { formatMoment } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { CheckDetail } from './check-detail.tsx'
import styles from './checks.module.css'
import type { CheckLine, Tone } from './check-line.ts'

interface CheckRowProps {
  line: CheckLine
  now: number
  /** True while the server does not respond, so that no value is known to be current. */
  silent: boolean
  /** True on a first run, to expand the help for a missing sign-in. */
  teaches: boolean
}

/** One line, with details below it when expanded. */
export function CheckRow({ line, now, silent, teaches }: CheckRowProps) {
  const { command, details } = line
  const opens = command !== undefined || details.length > 0
  const row = <Line line={line} now={now} silent={silent} opens={opens} />
  if (!opens) return <li className={styles.row}>{row}</li>
  return (
    <li>
      <details open={teaches && command !== undefined}>
        <summary className={styles.row}>{row}</summary>
        <CheckDetail command={command} details={details} />
      </details>
    </li>
  )
}

function Line({
  line,
  now,
  silent,
  opens,
}: Pick<CheckRowProps, 'line' | 'now' | 'silent'> & { opens: boolean }) {
  const { label, value, tone, title, old, ageMs } = line
  const shown =
    old && ageMs !== undefined
      ? t('{{value}}, checked {{moment}}', { value, moment: formatMoment(now - ageMs, now) })
      : value
  return (
    <>
      <span className={styles.label}>
        {label}
        {opens && <Icon name="down" />}
      </span>
      <span className={`${styles.value} ${styles[tone]}`} data-stale={silent || old} title={title}>
        {shown}
        <Sign tone={tone} />
      </span>
    </>
  )
}

/** Icon beside a word with the same meaning. */
function Sign({ tone }: { tone: Tone }) {
  switch (tone) {
    case 'good':
      return <Icon name="check" />
    case 'warning':
    case 'error':
      return <Icon name={tone} />
    case 'plain':
    case 'quiet':
      return null
  }
}
