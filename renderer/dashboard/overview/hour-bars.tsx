import type { HourlyStatsResponse } from '../../../shared/stats.ts'
import { t } from '../../language/t.ts'
import { formatShort } from '../../ui/format-number.ts'
import styles from './hour-bars.module.css'

/** Small bar chart of today's tokens by hour. */
export function HourBars({ hours }: { hours: HourlyStatsResponse['hourlyStats'] }) {
  const most = Math.max(1, ...hours.map(({ tokens }) => tokens))
  const byHour = new Map(hours.map((one) => [one.hour, one]))
  return (
    <figure className={styles.figure}>
      <div className={styles.bars} aria-hidden="true">
        {Array.from({ length: 24 }, (_, hour) => {
          const { tokens = 0, requests = 0 } = byHour.get(hour) ?? {}
          return (
            <span
              key={hour}
              className={styles.slot}
              title={t('{{hour}}: {{tokens}} tokens in {{count, number}} requests', {
                hour: `${hour}:00`,
                tokens: formatShort(tokens),
                count: requests,
              })}
            >
              <span className={styles.bar} style={{ '--share': tokens / most }} />
            </span>
          )
        })}
      </div>
      <figcaption className={styles.hours}>
        <span className="visually-hidden">{t('Tokens by hour: {{hours}}', { hours: describe(hours) })}</span>
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour} aria-hidden="true">
            {hour}:00
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

function describe(hours: HourlyStatsResponse['hourlyStats']): string {
  if (hours.length === 0) return t('none yet')
  return hours.map(({ label, tokens }) => `${label} ${formatShort(tokens)}`).join(', ')
}
