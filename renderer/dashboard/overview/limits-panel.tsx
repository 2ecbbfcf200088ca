import { judgeLimits, type Limit } from '../../../shared/judge-limits.ts'
import { t } from '../../language/t.ts'
import { numberAccounts } from '../../../shared/number-accounts.ts'
import { FRESH_MS, sayLimit, shareOf } from '../../status/say-limit.ts'
import { Empty } from '../../ui/empty.tsx'
import { formatExact, formatMoment, formatUntil } from '../../ui/format.ts'
import { Gauge, GaugeNote } from '../../ui/gauge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { useRateLimits } from '../data/use-usage.ts'
import { useServer } from '../server/use-server.ts'
import styles from './limits-panel.module.css'

/** Limits from responses that passed through Signalbox; sends no requests of its own. */
export function LimitsPanel() {
  const limits = useRateLimits()
  const { data } = limits
  const { now } = useServer()
  const accounts = numberAccounts(data?.rateLimits ?? [])
    .map((one) => ({ ...one, limits: judgeLimits(one.snapshot, now).filter(isShown) }))
    .filter((one) => one.limits.length > 0)
  return (
    <Panel title={t('Limits')}>
      {!data && <ReadFailure title={t('Couldn’t load the limits.')} queries={[limits]} />}
      {data && accounts.length === 0 && (
        <Empty title={t('No limits reported yet.')}>
          {t('Signalbox reads a subscription’s limits from the responses.')}
        </Empty>
      )}
      {accounts.map(({ account, snapshot, limits: shown }) => (
        <section key={account} className={styles.account}>
          <p className={styles.note} title={snapshot.organizationId}>
            {/* A single account needs no name. */}
            {accounts.length > 1 && `${t('Account {{number}}', { number: account })}, `}
            {t('updated {{moment}}', { moment: formatMoment(Date.parse(snapshot.capturedAt), now) })}
          </p>
          <ul>
            {shown.map((limit) => (
              <LimitRow key={limit.key} limit={limit} newest={Date.parse(snapshot.capturedAt)} now={now} />
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  )
}

/** Limits by the minute have refilled when their window is over. */
function isShown({ pool, isOver }: Limit): boolean {
  return !isOver || pool === 'subscription' || pool === 'overage'
}

/** @param newest the moment above the list, in ms since the epoch */
function LimitRow({ limit, newest, now }: { limit: Limit; newest: number; now: number }) {
  const { tone, isOver, resetsAt, at } = limit
  const { name, used, state, pace, age } = sayLimit(limit, now)
  const reset =
    resetsAt !== undefined && !isOver && t('Resets {{moment}}.', { moment: formatUntil(resetsAt, now) })
  const hint = [
    name,
    resetsAt !== undefined && t('Resets {{moment}}', { moment: formatExact(resetsAt) }),
    t('Reported {{moment}}.', { moment: formatExact(at) }),
  ].filter(Boolean)
  return (
    <Gauge
      name={name}
      value={used}
      share={shareOf(limit)}
      tone={tone}
      label={t('{{name}} limit', { name })}
      title={hint.join('\n')}
      isOver={isOver}
    >
      <GaugeNote tone={tone}>
        {[state, reset, pace, newest - at > FRESH_MS && age].filter(Boolean).join(' ')}
      </GaugeNote>
    </Gauge>
  )
}
