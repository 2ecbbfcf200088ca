import { type ComponentProps, lazy, type ReactNode, Suspense } from 'react'
import type { CostsResponse } from '../../../shared/costs.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { BudgetsPanel } from '../budgets/budgets-panel.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { sumModels } from '../data/sum-models.ts'
import { useCosts, useHours } from '../data/use-usage.ts'
import { useQueryState } from '../url-state/use-query-state.ts'
import { useToday } from '../server/use-today.ts'
import { CsvButton } from './csv-button.tsx'
import { GroupPanel } from './group-panel.tsx'
import { EstimateNote } from './estimate-note.tsx'
import { MissPanel } from './miss-panel.tsx'
import { ModelTable } from './model-table.tsx'
import { OrganizationTable } from './organization-table.tsx'
import { RangePicker } from './range-picker.tsx'
import { StopwatchPanel } from './stopwatch/stopwatch-panel.tsx'
import { useStopwatch } from './stopwatch/use-stopwatch.ts'
import { daysOf, toRange, type UsageRange } from './to-range.ts'
import { TranscriptPanel } from '../transcripts/transcript-panel.tsx'
import { toDayRows } from './to-day-rows.ts'
import { UsageFigures } from './usage-figures.tsx'
import styles from './usage-page.module.css'

// Charts are most of this page's code, so the figures and tables render without waiting for them.
const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

/** Usage by day, hour, model and organization, with estimated cost. */
export function UsagePage() {
  const [values, setValues] = useQueryState()
  const today = useToday()
  const range = toRange(values, today)
  const times = { start: new Date(range.start).toISOString(), end: new Date(range.end).toISOString() }
  const org = values['org']
  const costs = useCosts(times, org)
  const hours = useHours(times, org)
  const stopwatch = useStopwatch()
  const isRunning = stopwatch.measurement !== undefined && stopwatch.measurement.stoppedAt === undefined
  useKeys({ s: isRunning ? stopwatch.stop : stopwatch.start })
  return (
    <Page
      title={t('Usage')}
      actions={
        <>
          {stopwatch.measurement === undefined && (
            <Button title={t('Measure the usage of a task (S)')} onClick={stopwatch.start}>
              {t('Stopwatch')}
            </Button>
          )}
          <CsvButton costs={costs.data} />
          <RangePicker range={range} org={org} onChange={setValues} />
        </>
      }
    >
      <StopwatchPanel stopwatch={stopwatch} />
      <BudgetsPanel />
      {!costs.data && <ReadFailure title={t('Couldn’t load the usage.')} queries={[costs]} />}
      <div className={styles.page} data-stale={costs.isPlaceholderData}>
        <Content
          costs={costs.data}
          hours={hours.data?.hourlyStats ?? []}
          range={range}
          times={times}
          org={org}
          groups={
            <>
              <GroupPanel range={times} org={org} values={values} onChange={setValues} />
              {org === undefined && <MissPanel range={times} />}
            </>
          }
        />
      </div>
      <TranscriptPanel />
    </Page>
  )
}

interface ContentProps {
  /** Undefined while unknown. */
  costs: CostsResponse | undefined
  hours: ComponentProps<typeof Charts>['hours']
  range: UsageRange
  times: { start: string; end: string }
  org: string | undefined
  groups: ReactNode
}

function Content({ costs, hours, range, times, org, groups }: ContentProps) {
  const models = costs?.models ?? []
  const days = toDayRows(daysOf(range), costs)
  const sum = sumModels(costs)
  return (
    <>
      <UsageFigures sum={sum} costs={costs} />
      {costs && sum.requests === 0 ? (
        <Empty title={t('No requests in this range.')}>{t('Choose another range above.')}</Empty>
      ) : (
        <>
          <Suspense fallback={<div className={styles.room} />}>
            <Charts days={days} hours={hours} models={models} />
          </Suspense>
          {groups}
          <ModelTable models={models} />
          {org === undefined && <OrganizationTable range={times} />}
        </>
      )}
      {costs && <EstimateNote costs={costs} />}
    </>
  )
}
