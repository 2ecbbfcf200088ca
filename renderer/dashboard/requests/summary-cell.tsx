import type { RequestSummary } from '../../../shared/request-log.ts'
import { OutcomeMark } from './outcome-mark.tsx'
import { saySummary } from './say-summary.ts'
import { SummaryText } from './summary-text.tsx'
import styles from './summary-cell.module.css'
import { toOutcome } from './to-outcome.ts'

/** Summary of a request. Its outcome stands before it unless it is a plain success. */
export function SummaryCell({ row }: { row: RequestSummary }) {
  const outcome = toOutcome(row)
  const summary = saySummary(row)
  return (
    <span className={styles.summary}>
      {(outcome.tone !== 'good' || summary === undefined) && <OutcomeMark outcome={outcome} />}
      {summary !== undefined && (
        <span className={styles.text} title={summary}>
          <SummaryText summary={row} />
        </span>
      )}
    </span>
  )
}
