import { formatShort } from '../../ui/format-number.ts'
import { formatDay } from '../../ui/format-time.ts'
import { Panel } from '../../ui/panel.tsx'
import { type Series, SeriesNames, StackedBars } from './stacked-bars.tsx'
import type { DayRow } from './to-day-rows.ts'

const SERIES: readonly Series[] = [
  { key: 'cache', label: 'Cache', tone: '--chart-cache' },
  { key: 'input', label: 'Input', tone: '--chart-input' },
  { key: 'output', label: 'Output', tone: '--chart-output' },
]

/** Tokens by day, by their kind. */
export function DayChart({ days }: { days: readonly DayRow[] }) {
  const points = days.map(({ date, cache, input, output }) => ({
    label: shortDay(date),
    title: formatDay(Date.parse(`${date}T12:00:00`)),
    values: { cache, input, output },
  }))
  const most = days.toSorted((a, b) => b.tokens - a.tokens)[0]
  const about = `Tokens by day. Most on ${most?.date ?? 'no day'}: ${formatShort(most?.tokens ?? 0)}.`
  return (
    <Panel title="Tokens by day" note={<SeriesNames series={SERIES} />}>
      <StackedBars about={about} points={points} series={SERIES} />
    </Panel>
  )
}

/** `2026-11-21` → `21 Nov` */
function shortDay(date: string): string {
  return short.format(Date.parse(`${date}T12:00:00`))
}

const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
