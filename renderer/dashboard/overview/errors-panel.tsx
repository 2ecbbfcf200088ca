import { t } from '../../language/t.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { isFailure } from '../requests/is-failure.ts'
import { OutcomeMark } from '../requests/outcome-mark.tsx'
import { toOutcome } from '../requests/to-outcome.ts'
import { useServer } from '../server/use-server.ts'
import styles from './errors-panel.module.css'

const MAX_ERRORS = 6

/** Recent failures among the latest requests. */
export function ErrorsPanel() {
  const { finished, known } = useLiveFeed()
  const { now } = useServer()
  const failed = finished.filter(isFailure)
  return (
    <Panel
      title={t('Last errors')}
      note={<a href="#/activity?outcome=unsuccessful">{t('All failed requests')}</a>}
    >
      {failed.length === 0 ? (
        <p className={styles.none}>{known && sayNone(finished.length)}</p>
      ) : (
        <ul className={styles.list}>
          {failed.slice(0, MAX_ERRORS).map((request) => (
            <li key={request.requestId} className={styles.row}>
              <OutcomeMark outcome={toOutcome(request)} />
              <a className={styles.link} href={`#/activity/${request.requestId}`}>
                {shortModel(request.model ?? request.endpoint)}
              </a>
              <span className={styles.time} title={formatExact(Date.parse(request.timestamp))}>
                {formatMoment(Date.parse(request.timestamp), now)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function sayNone(count: number): string {
  return count === 0 ? t('No requests yet.') : t('No errors in the last {{count}} requests.', { count })
}
