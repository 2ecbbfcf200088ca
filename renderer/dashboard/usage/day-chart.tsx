import { locale, t } from '../../language/t.ts'
import { formatShort } from '../../ui/format-number.ts'
import { formatDay } from '../../ui/format-time.ts'
import { Panel } from '../../ui/panel.tsx'
import { type Series, StackedBars } from './stacked-bars.tsx'
import type { DayRow } from './to-day-rows.ts'

const allSeries = (): readonly Series[] => [
  { key: 'cache', label: t('Cache'), tone: '--chart-cache' },
  { key: 'input', label: t('Input'), tone: '--chart-input' },
  { key: 'output', label: t('Output'), tone: '--chart-output' },
]

/** Tokens by day and kind. */
export function DayChart({ days }: { days: readonly DayRow[] }) {
  const series = allSeries()
  const shortDay = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short' })
  const points = days.map(({ date, cache, input, output }) => ({
    label: shortDay.format(Date.parse(`${date}T12:00:00`)),
    title: formatDay(Date.parse(`${date}T12:00:00`)),
    values: { cache, input, output },
  }))
  const most = days.toSorted((a, b) => b.tokens - a.tokens)[0]
  const about = t('Tokens by day. Most on {{day}}: {{tokens}}.', {
    day: most?.date ?? '–',
    tokens: formatShort(most?.tokens ?? 0),
  })
  return (
    <Panel title={t('Tokens by day')}>
      <StackedBars about={about} points={points} series={series} />
    </Panel>
  )
}
