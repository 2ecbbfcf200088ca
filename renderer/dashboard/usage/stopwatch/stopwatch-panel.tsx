import { useNow } from '../../../status/use-now.ts'
import { t } from '../../../language/t.ts'
import { Button } from '../../../ui/button.tsx'
import { formatClock } from '../../../ui/format-time.ts'
import { Panel } from '../../../ui/panel.tsx'
import { ReadFailure } from '../../data/read-failure.tsx'
import { sumModels } from '../../data/sum-models.ts'
import { useDeps } from '../../deps.ts'
import { UsageFigures } from '../usage-figures.tsx'
import styles from './stopwatch-panel.module.css'
import { formatElapsed, type Measurement } from './stopwatch-state.ts'
import { type Stopwatch, useMeasured } from './use-stopwatch.ts'

/** Usage of one piece of work, between two presses of a button. */
export function StopwatchPanel({ stopwatch }: { stopwatch: Stopwatch }) {
  const { measurement } = stopwatch
  return measurement && <Measured measurement={measurement} stopwatch={stopwatch} />
}

function Measured({ measurement, stopwatch }: { measurement: Measurement; stopwatch: Stopwatch }) {
  const isRunning = measurement.stoppedAt === undefined
  const costs = useMeasured(measurement)
  return (
    <div className={styles.panel}>
      <Panel title={t('Stopwatch')} note={<Span measurement={measurement} isRunning={isRunning} />}>
        {costs.error && !costs.data ? (
          <ReadFailure title={t('Couldn’t load the usage.')} queries={[costs]} />
        ) : (
          <UsageFigures sum={sumModels(costs.data)} costs={costs.data} />
        )}
        <div className={styles.actions}>
          {isRunning ? (
            <Button kind="primary" title={t('Stop measuring (S)')} onClick={stopwatch.stop}>
              {t('Stop')}
            </Button>
          ) : (
            <Button title={t('Measure again (S)')} onClick={stopwatch.start}>
              {t('Measure again')}
            </Button>
          )}
          <Button onClick={stopwatch.discard}>{t('Discard')}</Button>
        </div>
      </Panel>
    </div>
  )
}

function Span({ measurement, isRunning }: { measurement: Measurement; isRunning: boolean }) {
  const { now } = useDeps()
  const at = useNow(now, isRunning)
  const elapsed = formatElapsed(measurement, at)
  const start = formatClock(measurement.startedAt, at)
  const end = formatClock(measurement.stoppedAt ?? at, at)
  return isRunning
    ? t('{{elapsed}}, since {{start}}', { elapsed, start })
    : t('{{elapsed}}, from {{start}} to {{end}}', { elapsed, start, end })
}
