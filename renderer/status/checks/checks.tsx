import { t } from '../../language/t.ts'
import type { CheckLine } from './check-line.ts'
import type { View } from '../to-view.ts'
import { CheckRow } from './check-row.tsx'
import styles from './checks.module.css'

interface ChecksProps {
  view: View
  now: number
  /** False shows only those that need attention, and nothing if all are fine. */
  all: boolean
}

/** Checks that Claude Code depends on. */
export function Checks({ view, now, all }: ChecksProps) {
  const { staleMs } = view
  const checks = all ? view.checks : needingAttention(view)
  if (checks.length === 0) return null
  return (
    <section className={styles.section} aria-label={t('Checks')}>
      <ul>
        {checks.map((line) => (
          <CheckRow
            key={line.id}
            line={line}
            now={now}
            silent={staleMs !== undefined}
            teaches={doesTeach(view)}
          />
        ))}
      </ul>
    </section>
  )
}

/** Checks that the verdict names, or that are the next step of a first run. */
function needingAttention(view: View): CheckLine[] {
  return view.checks.filter(
    ({ tone, command }) =>
      tone === 'warning' || tone === 'error' || (doesTeach(view) && command !== undefined),
  )
}

function doesTeach({ verdict }: View): boolean {
  return verdict.reason.code === 'waiting_first_request'
}
