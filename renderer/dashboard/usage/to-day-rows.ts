import type { CostsResponse } from '../../../shared/costs.ts'
import { sumModels, type UsageSum } from '../data/sum-models.ts'

export interface DayRow extends UsageSum {
  /** `2026-11-21` */
  date: string
  /** Dollars, of the models with a price. */
  estimate: number
}

/** A row for every day of the range: a day without requests is a day too. */
export function toDayRows(days: readonly string[], costs: Pick<CostsResponse, 'days'> | undefined): DayRow[] {
  const byDate = new Map(costs?.days.map((day) => [day.date, day]))
  return days.map((date) => {
    const day = byDate.get(date)
    return { date, estimate: day?.estimate ?? 0, ...sumModels(day?.models ?? []) }
  })
}
