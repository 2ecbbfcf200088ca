import { t } from '../../language/t.ts'
import { formatAge, formatExact, formatMoment } from '../../ui/format.ts'
import { formatMs, formatShare } from '../../ui/format-number.ts'
import { Command } from '../../ui/command.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { Panel } from '../../ui/panel.tsx'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { useServer } from '../server/use-server.ts'
import { isTrouble } from '../requests/is-trouble.ts'
import styles from './now-panel.module.css'

const RECENT_MS = 5 * 60_000

/** The state, what is in flight, and how it went in the last minutes. */
export function NowPanel() {
  const { view, status, now } = useServer()
  const stale = view.staleMs !== undefined
  const remedy = 'advice' in view.situation ? view.situation.advice.command : undefined
  return (
    <Panel title={t('Now')} note={<a href="#/live">{t('Live')}</a>}>
      <p className={styles.sentence} data-stale={stale}>
        {status.sentence}
      </p>
      {remedy && <Remedy command={remedy.text} />}
      <Rows>
        <Row label={t('In flight')} stale={stale}>
          {view.inFlight}
          {view.oldestMs !== undefined && `, ${t('oldest {{age}}', { age: formatAge(view.oldestMs) })}`}
        </Row>
        <Row label={t('Failed in the last 5 min')} stale={stale}>
          <Failed now={now} />
        </Row>
        <Row label={t('First byte, median of the last 50')} stale={stale}>
          <MedianFirstByte />
        </Row>
        <Row label={t('Last request')} stale={stale} title={exactly(view.lastRequestAt)}>
          {view.lastRequestAt === undefined
            ? t('none since the start')
            : formatMoment(view.lastRequestAt, now)}
        </Row>
        <Row label={t('Uptime')} stale={stale} title={exactly(view.startedAt)}>
          {view.uptimeMs === undefined ? '–' : formatAge(view.uptimeMs)}
        </Row>
      </Rows>
    </Panel>
  )
}

/** The command that mends what the sentence says. */
function Remedy({ command }: { command: string }) {
  const copy = useCopy(command)
  return <Command text={command} copy={copy} title={t('Copy the command')} />
}

function MedianFirstByte() {
  const { finished } = useLiveFeed()
  const times = finished.flatMap(({ timeToFirstByte }) => timeToFirstByte ?? []).slice(0, 50)
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
  return <>{median === undefined ? '–' : formatMs(median)}</>
}

function Failed({ now }: { now: number }) {
  const { finished } = useLiveFeed()
  const recent = finished.filter(({ timestamp }) => Date.parse(timestamp) > now - RECENT_MS)
  if (recent.length === 0) return <>{t('no requests')}</>
  const failed = recent.filter(isTrouble).length
  if (failed === 0) return <>{t('none of {{count}}', { count: recent.length })}</>
  return (
    <>
      {t('{{failed}} of {{count}}', { failed, count: recent.length })}, {formatShare(failed / recent.length)}
    </>
  )
}

function exactly(at: number | undefined): string | undefined {
  return at === undefined ? undefined : formatExact(at)
}
