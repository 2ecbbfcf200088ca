import type { HourlyStatsResponse } from '../../../shared/stats.ts'
import { t } from '../../language/t.ts'
import { formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { type Series, StackedBars } from './stacked-bars.tsx'

type Hour = HourlyStatsResponse['hourlyStats'][number]

/** Five models, and one series for all others: more colours are hard to tell apart. */
const MAX_MODELS = 5
const OTHERS = 'others'

/** One label every three hours, from midnight on: 0:00, 3:00 … 21:00. */
const TICK_HOURS = 3

/** Tokens by time of day and model. */
export function HourChart({ hours, models }: { hours: readonly Hour[]; models: readonly string[] }) {
  const named = byTokens(hours, models).slice(0, MAX_MODELS)
  const hasOthers = hours.some((hour) => rest(hour, named) > 0)
  const series: Series[] = [
    ...named.map((model, index) => ({ key: model, label: shortModel(model), tone: `--series-${index + 1}` })),
    ...(hasOthers ? [{ key: OTHERS, label: t('Other'), tone: '--series-6' }] : []),
  ]
  const byHour = new Map(hours.map((hour) => [hour.hour, hour]))
  const points = Array.from({ length: 24 }, (_, at) => {
    const hour = byHour.get(at)
    const values = named.map((model) => [model, hour?.models?.[model]?.tokens ?? 0] as const)
    return {
      label: `${at}:00`,
      title: t('{{start}} to {{end}}', { start: `${at}:00`, end: `${at + 1}:00` }),
      values: { ...Object.fromEntries(values), [OTHERS]: hour ? rest(hour, named) : 0 },
    }
  })
  const most = hours.toSorted((a, b) => b.tokens - a.tokens)[0]
  const about = t('Tokens by time of day. Most at {{hour}}: {{tokens}}.', {
    hour: most?.label ?? '–',
    tokens: formatShort(most?.tokens ?? 0),
  })
  return (
    <Panel title={t('Tokens by time of day')}>
      <StackedBars about={about} points={points} series={series} tickEvery={TICK_HOURS} />
    </Panel>
  )
}

function byTokens(hours: readonly Hour[], models: readonly string[]): string[] {
  const sums = new Map(models.map((model) => [model, 0]))
  for (const { models: shares = {} } of hours)
    for (const [model, { tokens }] of Object.entries(shares)) sums.set(model, (sums.get(model) ?? 0) + tokens)
  return [...sums]
    .filter(([, tokens]) => tokens > 0)
    .toSorted((a, b) => b[1] - a[1])
    .map(([model]) => model)
}

function rest({ tokens, models = {} }: Hour, named: readonly string[]): number {
  return tokens - named.reduce((sum, model) => sum + (models[model]?.tokens ?? 0), 0)
}
