import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { formatExact, formatMoment, formatUntil } from '../../ui/format.ts'
import { formatShare } from '../../ui/format-number.ts'
import { Meter } from '../../ui/meter.tsx'
import { Panel } from '../../ui/panel.tsx'
import { type Limit, type RateLimitSnapshot, toLimits } from '../../status/to-limits.ts'
import { ReadFailure } from '../data/read-failure.tsx'
import { useRateLimits } from '../data/use-usage.ts'
import { useServer } from '../server/use-server.ts'
import styles from './limits-panel.module.css'

/** Limits from responses that passed through Signalbox; sends no requests of its own. */
export function LimitsPanel() {
  const limits = useRateLimits()
  const { data } = limits
  const { now } = useServer()
  const told = data?.rateLimits.filter((snapshot) => toLimits(snapshot, now).length > 0) ?? []
  return (
    <Panel title={t('Limits')}>
      {!data && <ReadFailure title={t('Couldn’t load the limits.')} queries={[limits]} />}
      {data && told.length === 0 && (
        <Empty title={t('No limits reported yet.')}>
          {t('Signalbox reads a subscription’s limits from the responses.')}
        </Empty>
      )}
      {told.map((snapshot) => (
        <Account key={snapshot.organizationId ?? ''} snapshot={snapshot} named={told.length > 1} now={now} />
      ))}
    </Panel>
  )
}

interface AccountProps {
  snapshot: RateLimitSnapshot
  /** A single account needs no name. */
  named: boolean
  now: number
}

function Account({ snapshot, named, now }: AccountProps) {
  const { organizationId, capturedAt } = snapshot
  const at = Date.parse(capturedAt)
  return (
    <div className={styles.account}>
      <p className={styles.note} title={formatExact(at)}>
        {named && `${organizationId ?? t('No organization')}, `}
        {t('updated {{moment}}', { moment: formatMoment(at, now) })}
      </p>
      {toLimits(snapshot, now).map((limit) => (
        <LimitRow key={limit.name} limit={limit} now={now} />
      ))}
    </div>
  )
}

function LimitRow({ limit, now }: { limit: Limit; now: number }) {
  const { name, used, resetsAt, runsOutAt, tone, isOver } = limit
  return (
    <div className={styles.limit}>
      <span>{name}</span>
      <Meter label={t('{{name}} limit', { name })} share={used} tone={tone} stale={isOver} />
      <strong className={styles.used} data-stale={isOver}>
        {formatShare(used)}
      </strong>
      <p
        className={styles.sentence}
        data-tone={isOver ? 'plain' : tone}
        title={resetsAt === undefined ? undefined : t('Resets {{moment}}', { moment: formatExact(resetsAt) })}
      >
        {isOver
          ? t('Limit reset. Usage updates with the next response.')
          : [resetSentence(resetsAt, now), paceSentence(runsOutAt, now)].filter(Boolean).join(' ')}
      </p>
    </div>
  )
}

function resetSentence(resetsAt: number | undefined, now: number): string | undefined {
  return resetsAt === undefined ? undefined : t('Resets {{moment}}.', { moment: formatUntil(resetsAt, now) })
}

function paceSentence(runsOutAt: number | undefined, now: number): string | undefined {
  if (runsOutAt === undefined) return undefined
  return runsOutAt <= now
    ? t('At this rate, the limit is reached now.')
    : t('At this rate, the limit is reached {{moment}}.', { moment: formatUntil(runsOutAt, now) })
}
