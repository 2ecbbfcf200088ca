import type { CostsResponse } from '../../../shared/costs.ts'
import { sumModels, type UsageSum } from '../data/sum-models.ts'

export interface DayRow extends UsageSum {
  /** `2026-11-21` */
  date: string
  /** Dollars, for models with a price. */
  estimate: number
}

/** One row per day of the range, including days without requests. */
export function toDayRows(days: readonly string[], costs: Pick<CostsResponse, 'days'> | undefined): DayRow[] {
  const byDate = new Map(costs?.days.map((day) => [day.date, day]))
  return days.map((date) => {
    const day = byDate.get(date)
    return { date, estimate: day?.estimate ?? 0, ...sumModels(day) }
  })
}
