import { t } from '../../language/t.ts'
import { localDay } from '../../status/local-day.ts'

export const RANGES = [
  { name: 'today', label: () => t('Today') },
  { name: '7d', label: () => t('7 days') },
  { name: '30d', label: () => t('30 days') },
  { name: 'custom', label: () => t('Custom') },
] as const
export type RangeName = (typeof RANGES)[number]['name']

/** A range of whole local days. */
export interface UsageRange {
  name: RangeName
  /** In ms since the epoch: start of the first day and end of the last. */
  start: number
  end: number
}

const DAYS = { today: 1, '7d': 7, '30d': 30, custom: 7 } as const
/** More bars would be too thin to see. */
const MAX_DAYS = 366
const DAY_MS = 86_400_000

/** Range from the URL; by default the last seven days. `now` in ms since the epoch. */
export function toRange(values: Readonly<Record<string, string | undefined>>, now: number): UsageRange {
  const name = RANGES.find((range) => range.name === values['range'])?.name ?? '7d'
  const { end } = localDay(now)
  if (name !== 'custom') return { name, start: localDay(now, DAYS[name] - 1).start, end }
  const [from, to] = [parseDay(values['from']), parseDay(values['to'])]
  const last = localDay(Math.min(to ?? now, now))
  const first = localDay(from ?? localDay(last.start, DAYS.custom - 1).start)
  const start = Math.max(Math.min(first.start, last.start), last.end - MAX_DAYS * DAY_MS)
  return { name, start: localDay(start).start, end: last.end }
}

/** `2026-11-21` in the local calendar, as date inputs use it. */
export function toDayText(at: number): string {
  const day = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}

/** All days of the range, formatted by `toDayText`. */
export function daysOf({ start, end }: Pick<UsageRange, 'start' | 'end'>): string[] {
  const days: string[] = []
  for (let day = start; day <= end; day = localDay(day, -1).start) days.push(toDayText(day))
  return days
}

/** Start of that local day. */
function parseDay(text: string | undefined): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? '') ?? []
  if (year === undefined) return undefined
  const at = new Date(Number(year), Number(month) - 1, Number(day)).getTime()
  return toDayText(at) === text ? at : undefined
}
