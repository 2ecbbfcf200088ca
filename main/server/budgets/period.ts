import type { Budget } from '../../../shared/budgets.ts'

/** A span of local days; `end` is excluded. In ms since 1970. */
export interface Period {
  start: number
  end: number
}

/** The current day, week (from Monday) or month in the local time zone. */
export function periodOf(period: Budget['period'], now: number): Period {
  const date = new Date(now)
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
  switch (period) {
    case 'day':
      return { start: midnight(year, month, day), end: midnight(year, month, day + 1) }
    case 'week': {
      const monday = day - ((date.getDay() + 6) % 7)
      return { start: midnight(year, month, monday), end: midnight(year, month, monday + 7) }
    }
    case 'month':
      return { start: midnight(year, month, 1), end: midnight(year, month + 1, 1) }
  }
}

/** Local midnight; days and months beyond their range carry over. */
function midnight(year: number, month: number, day: number): number {
  return new Date(year, month, day).getTime()
}

/** The local day: `2026-12-01`. */
export function localDay(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
