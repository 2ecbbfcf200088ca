import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { t } from '../../language/t.ts'
import { formatShort } from '../../ui/format-number.ts'
import styles from './charts.module.css'

export interface Series {
  key: string
  label: string
  /** A colour token. */
  tone: string
}

/** A point of the chart: its position, and its value by series. */
export interface Point {
  label: string
  /** Full text for the tooltip. */
  title: string
  values: Readonly<Record<string, number>>
}

interface StackedBarsProps {
  /** Summary of the chart for screen readers. The table below has the details. */
  about: string
  points: readonly Point[]
  /** From the bottom; at most six. */
  series: readonly Series[]
  /** Interval between labels in points, from the first on. Default: as many as fit. */
  tickEvery?: number
}

const AXIS = { stroke: 'var(--hairline)', tick: { fill: 'var(--text-muted)' }, tickLine: false } as const

/** Stacked bar chart. Not animated. */
export function StackedBars({ about, points, series, tickEvery }: StackedBarsProps) {
  const interval = tickEvery === undefined ? undefined : tickEvery - 1
  return (
    <figure className={styles.figure} aria-label={about}>
      <div className={styles.unit}>{t('Tokens')}</div>
      <div className={styles.chart}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={[...points]} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} barCategoryGap="20%">
            <CartesianGrid vertical={false} stroke="var(--hairline)" />
            <XAxis {...AXIS} dataKey="label" minTickGap={12} {...(interval !== undefined && { interval })} />
            <YAxis {...AXIS} width={48} axisLine={false} tickFormatter={formatShort} />
            <Tooltip
              cursor={{ fill: 'var(--surface-sunken)' }}
              isAnimationActive={false}
              content={<Tip series={series} />}
            />
            {series.map(({ key, tone }, index) => (
              <Bar
                key={key}
                dataKey={(point: Point) => point.values[key] ?? 0}
                stackId="all"
                fill={`var(${tone})`}
                isAnimationActive={false}
                radius={index === series.length - 1 ? [2, 2, 0, 0] : 0}
                maxBarSize={48}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      {/* Below the bars, so that two charts side by side share a baseline. */}
      <SeriesNames series={series} />
    </figure>
  )
}

/** Legend with colours. */
function SeriesNames({ series }: { series: readonly Series[] }) {
  return (
    <ul className={styles.legend}>
      {series.map(({ key, label, tone }) => (
        <li key={key} className={styles.item}>
          <span className={styles.swatch} style={{ '--tone': `var(${tone})` }} aria-hidden="true" />
          {label}
        </li>
      ))}
    </ul>
  )
}

interface TipProps {
  series: readonly Series[]
  /** Set by the chart: the point under the pointer. */
  payload?: readonly { payload?: Point }[]
}

function Tip({ series, payload }: TipProps) {
  const point = payload?.[0]?.payload
  if (!point) return null
  return (
    <div className={styles.tip}>
      <strong>{point.title}</strong>
      <ul>
        {series.toReversed().map(({ key, label, tone }) => (
          <li key={key} className={styles.item}>
            <span className={styles.swatch} style={{ '--tone': `var(${tone})` }} />
            {label}
            <span className={styles.value}>{formatShort(point.values[key] ?? 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
