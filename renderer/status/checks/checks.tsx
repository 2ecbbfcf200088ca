import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatAge, formatMoment } from '../../ui/format.ts'
import type { View } from '../to-view.ts'
import type { Recheck, RecheckState } from '../use-recheck.ts'
import { CheckRow } from './check-row.tsx'
import styles from './checks.module.css'

interface ChecksProps {
  view: View
  now: number
  recheck: Recheck
}

/** Checks that Claude Code depends on, their age, and a button to rerun them. */
export function Checks({ view, now, recheck }: ChecksProps) {
  const { checks, verdict, staleMs } = view
  return (
    <section className={styles.section} aria-label={t('Checks')}>
      <ul>
        {checks.map((line) => (
          <CheckRow
            key={line.id}
            line={line}
            now={now}
            silent={staleMs !== undefined}
            teaches={verdict.reason.code === 'waiting_first_request'}
          />
        ))}
      </ul>
      <div className={styles.again}>
        <p className={styles.note}>{note(recheck.state, view, now)}</p>
        <Button
          kind="quiet"
          disabled={recheck.state.step === 'running'}
          title={t('Run all checks now (R)')}
          onClick={recheck.run}
        >
          {t('Check again')}
        </Button>
      </div>
    </section>
  )
}

/** Checks that finish faster need no progress message. */
const WORTH_TELLING_MS = 1_000

function note(state: RecheckState, { checks }: View, now: number): string {
  if (state.step === 'failed') return state.reason
  if (state.step === 'running' && now - state.since >= WORTH_TELLING_MS)
    return t('Checking, {{age}}', { age: formatAge(now - state.since) })
  const ages = checks.flatMap(({ ageMs }) => ageMs ?? [])
  if (ages.length === 0) return t('Not checked yet')
  return t('Checked {{moment}}', { moment: formatMoment(now - Math.max(...ages), now) })
}
