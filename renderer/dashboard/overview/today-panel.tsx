import { t } from '../../language/t.ts'
import { sumModels } from '../data/sum-models.ts'
import { localDay } from '../../status/local-day.ts'
import { useCosts, useHours } from '../data/use-usage.ts'
import { useToday } from '../server/use-today.ts'
import { formatCount, formatEstimate, formatShare } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { Figure } from '../../ui/figure.tsx'
import { TokenBar } from '../../ui/token-bar.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { HourBars } from './hour-bars.tsx'
import styles from './today-panel.module.css'

/** Usage since midnight in the browser's time zone. */
export function TodayPanel() {
  const { start, end } = localDay(useToday())
  const range = { start: new Date(start).toISOString(), end: new Date(end).toISOString() }
  const costs = useCosts(range)
  const hours = useHours(range)
  const sum = sumModels(costs.data)
  const known = costs.data !== undefined
  const unpriced = costs.data?.unpriced.length ?? 0
  return (
    <Panel title={t('Today')} note={<a href="#/usage">{t('Usage')}</a>}>
      {costs.error && !known ? (
        <ReadFailure title={t('Couldn’t load today’s usage.')} queries={[costs]} />
      ) : (
        <>
          <div className={styles.figures}>
            <Figure label={t('Requests')} value={known ? formatCount(sum.requests) : '–'} />
            <Figure
              label={t('Input from cache')}
              value={known && sum.cacheShare !== undefined ? formatShare(sum.cacheShare) : '–'}
              about={t('Share of the input read from the cache')}
            />
            <Figure
              label={t('Estimated cost')}
              value={costs.data ? formatEstimate(costs.data.estimate) : '–'}
              about={
                unpriced === 0
                  ? t('Based on the price table. Subscriptions and discounts aren’t included.')
                  : t('Excludes {{count}} models without a known price', { count: unpriced })
              }
            />
          </div>
          <TokenBar tokens={known ? sum : undefined} />
          <HourBars hours={hours.data?.hourlyStats ?? []} />
        </>
      )}
    </Panel>
  )
}
