import type { ModelCost } from '../../../shared/costs.ts'
import type { HourlyStatsResponse } from '../../../shared/stats.ts'
import { DayChart } from './day-chart.tsx'
import { HourChart } from './hour-chart.tsx'
import styles from './charts.module.css'
import type { DayRow } from './to-day-rows.ts'

interface ChartsProps {
  days: readonly DayRow[]
  hours: HourlyStatsResponse['hourlyStats']
  models: readonly ModelCost[]
}

/** Charts of the same data as the tables. A single day has no chart by day. */
export function Charts({ days, hours, models }: ChartsProps) {
  return (
    <div className={styles.charts}>
      {days.length > 1 && <DayChart days={days} />}
      <HourChart hours={hours} models={models.map(({ model }) => model)} />
    </div>
  )
}
