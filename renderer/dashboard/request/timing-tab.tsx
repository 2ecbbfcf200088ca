import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { formatExact } from '../../ui/format.ts'
import { formatMs } from '../../ui/format-number.ts'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import { toTokens } from '../requests/to-tokens.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { Attempts } from './attempts.tsx'
import { TimeRows } from './time-rows.tsx'
import styles from './timing-tab.module.css'
import { toPhases } from './to-phases.ts'

/** Timing of a request by phase. */
export function TimingTab({ request }: { request: RequestLog }) {
  const { response, timestamp } = request
  const phases = toPhases(response)
  if (!response || !phases) return <Empty title={t('Still in flight, or the duration wasn’t recorded.')} />
  const total = response.responseTime ?? 0
  const started = Date.parse(timestamp)
  const speed = speedOf(request)
  return (
    <Scroller className={styles.tab}>
      <ul className={styles.chart}>
        {phases.map(({ name, label, ms, from }) => (
          <li key={name} className={styles.phase}>
            <span className={styles.label}>{label}</span>
            <span className={styles.track}>
              <span
                className={styles.bar}
                data-phase={name}
                style={{ '--from': from / Math.max(1, total), '--share': ms / Math.max(1, total) }}
              />
            </span>
            <span className={styles.ms}>{formatMs(ms)}</span>
          </li>
        ))}
      </ul>
      <Attempts request={request} />
      <Rows>
        <Row label={t('Started')}>{formatExact(started)}</Row>
        <Row label={t('Ended')}>
          {response.completedAt ? formatExact(Date.parse(response.completedAt)) : '–'}
        </Row>
        <Row label={t('Total')}>{formatMs(total)}</Row>
        <Row label={t('Streamed')}>{response.isStreaming ? t('yes') : t('no')}</Row>
        {response.demoted && <Row label={t('Streamed from upstream')}>{t('yes')}</Row>}
        <TimeRows request={request} />
        {speed !== undefined && (
          <Row label={t('Output speed')}>
            {t('{{count, number}} tokens per second', { count: Math.round(speed) })}
          </Row>
        )}
      </Rows>
    </Scroller>
  )
}

/** Minimum duration of a stream for a meaningful rate: a response from a local buffer has none. In ms. */
const MIN_STREAM_MS = 100

/** Output tokens per second of streaming. Undefined if not meaningful. */
function speedOf({ response }: RequestLog): number | undefined {
  const output = toTokens(response?.usage)?.output ?? 0
  const ms = (response?.responseTime ?? 0) - (response?.timeToFirstByte ?? 0)
  return output > 0 && ms >= MIN_STREAM_MS && response?.isStreaming ? (output * 1_000) / ms : undefined
}
