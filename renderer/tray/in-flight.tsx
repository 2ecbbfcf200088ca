import { t } from '../language/t.ts'
import { Rows } from '../ui/rows.tsx'
import { Row } from '../ui/row.tsx'
import { formatAge, formatExact, formatMoment } from '../ui/format.ts'
import { ConnectOffer } from '../status/connection/connect-offer.tsx'
import { ConnectHint } from './connect-hint.tsx'
import styles from './in-flight.module.css'
import { RequestList } from './request-list.tsx'
import type { View } from '../status/to-view.ts'
import type { TrayWindowProps } from './tray-window-props.ts'

type InFlightProps = Pick<
  TrayWindowProps,
  'view' | 'now' | 'visible' | 'command' | 'connect' | 'names' | 'openDashboard'
>

/** Number and list of requests in flight; without any, the last request or the next step. */
export function InFlight(props: InFlightProps) {
  const { view, now, visible, command, connect, names, openDashboard } = props
  return (
    <section className={styles.section} aria-label={t('In flight')}>
      <Rows>
        <Row label={t('In flight')} stale={view.staleMs !== undefined}>
          <strong className={styles.count}>{view.inFlight}</strong>
          <Detail view={view} now={now} />
        </Row>
      </Rows>
      {view.inFlight === 0 && view.lastRequestAt === undefined && TEACHES.has(view.verdict.reason.code) ? (
        <Teaching connect={connect} command={command} />
      ) : (
        <RequestList {...{ view, visible, names, openDashboard }}>
          <LastRequest at={view.lastRequestAt} now={now} />
        </RequestList>
      )}
    </section>
  )
}

/** Verdict codes for which the next step is to connect, or to send a request. */
const TEACHES = new Set(['waiting_first_request', 'not_connected', 'connection_unknown'])

function Teaching({ connect, command }: Pick<TrayWindowProps, 'connect' | 'command'>) {
  if (connect) return <ConnectOffer connect={connect} />
  return command === undefined ? null : <ConnectHint command={command} />
}

function Detail({ view: { staleMs, oldestMs }, now }: { view: View; now: number }) {
  if (staleMs !== undefined)
    return (
      <span className={styles.detail}>
        {t(', updated {{moment}}', { moment: formatMoment(now - staleMs, now) })}
      </span>
    )
  if (oldestMs === undefined) return null
  return <span className={styles.detail}>{t(', oldest {{age}}', { age: formatAge(oldestMs) })}</span>
}

function LastRequest({ at, now }: { at: number | undefined; now: number }) {
  if (at === undefined) return <p>{t('No requests in flight')}</p>
  return <p title={formatExact(at)}>{t('Last request {{moment}}', { moment: formatMoment(at, now) })}</p>
}
