import type { RequestAttempt } from '../../../shared/request-attempt.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { formatMs } from '../../ui/format-number.ts'
import { shortModel } from '../../ui/short-model.ts'
import { attemptWord } from '../requests/say-attempts.ts'
import styles from './timing-tab.module.css'

/** Each attempt of a retried request: its target, result and time. */
export function Attempts({ request: { attempts, response } }: { request: RequestLog }) {
  if (attempts === undefined || attempts.length < 2) return null
  const total = Math.max(1, response?.responseTime ?? 0)
  return (
    <section aria-label={t('Attempts')}>
      <h3 className={styles.title}>{t('{{count}} attempts', { count: attempts.length })}</h3>
      <ol className={styles.chart}>
        {attempts.map((attempt, index) => (
          // The order of attempts is fixed.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={styles.phase}>
            <span className={styles.label}>{toLabel(attempt)}</span>
            <span className={styles.track}>
              <span className={styles.bar} data-phase="wait" style={toPlace(attempt, total)} />
            </span>
            <span className={styles.ms}>
              {attempt.durationMs === undefined ? '–' : formatMs(attempt.durationMs)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function toPlace({ startedMs, durationMs = 0 }: RequestAttempt, total: number) {
  return { '--from': Math.min(1, startedMs / total), '--share': Math.min(1, durationMs / total) }
}

/** `local · qwen3:8b: 529` */
function toLabel(attempt: RequestAttempt): string {
  const { provider, model, cause } = attempt
  const where = [provider, model && shortModel(model)].filter(Boolean).join(' · ')
  return [`${where}: ${attemptWord(attempt)}`, cause].filter(Boolean).join(', ')
}
