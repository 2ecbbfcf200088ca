import { t } from '../../language/t.ts'
import { formatAge, formatExact, formatMoment } from '../../ui/format.ts'
import { formatMs, formatShare } from '../../ui/format-number.ts'
import { Remedy } from '../../status/checks/remedy.tsx'
import { Problems } from '../../status/problems.tsx'
import type { ShownVerdict } from '../../status/read-verdict.ts'
import { Panel } from '../../ui/panel.tsx'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { useServer } from '../server/use-server.ts'
import { isFailure } from '../requests/is-failure.ts'
import styles from './now-panel.module.css'

const RECENT_MS = 5 * 60_000

/** State, requests in flight, and results of the last minutes. */
export function NowPanel({ isSettingUp }: { isSettingUp: boolean }) {
  const { view, now } = useServer()
  const { verdict } = view
  const stale = view.staleMs !== undefined
  return (
    <Panel title={t('Now')} note={<a href="#/activity">{t('Activity')}</a>}>
      {!(isSettingUp && isSetUp(verdict)) && (
        <div className={styles.verdict} data-stale={verdict.ageMs !== undefined}>
          <p>{verdict.reason.sentence}</p>
          {verdict.reason.command && <Remedy command={verdict.reason.command} />}
          <Problems problems={verdict.others} />
        </div>
      )}
      <Rows>
        <Row label={t('In flight')} stale={stale}>
          {view.inFlight}
          {view.oldestMs !== undefined && `, ${t('oldest {{age}}', { age: formatAge(view.oldestMs) })}`}
        </Row>
        <Row label={t('Failed in the last 5 min')} stale={stale}>
          <Failed now={now} warns={warnsOfRequests(verdict)} />
        </Row>
        <Row label={t('Time to first byte, median of last 50')} stale={stale}>
          <MedianFirstByte />
        </Row>
        <Row label={t('Last request')} stale={stale} title={exactly(view.lastRequestAt)}>
          {view.lastRequestAt === undefined ? t('none since startup') : formatMoment(view.lastRequestAt, now)}
        </Row>
        <Row label={t('Uptime')} stale={stale} title={exactly(view.startedAt)}>
          {view.uptimeMs === undefined ? '–' : formatAge(view.uptimeMs)}
        </Row>
      </Rows>
    </Panel>
  )
}

/** Checks that the setup list covers, which are not repeated here. */
const SETUP_CHECKS: ReadonlySet<string | undefined> = new Set([undefined, 'claude_cli', 'oauth2_credentials'])

function isSetUp({ reason, others }: ShownVerdict): boolean {
  return [reason, ...others].every(({ check }) => SETUP_CHECKS.has(check))
}

function warnsOfRequests({ reason, others }: ShownVerdict): boolean {
  return [reason, ...others].some(({ check }) => check === 'providers')
}

function MedianFirstByte() {
  const { finished } = useLiveFeed()
  const times = finished.flatMap(({ timeToFirstByte }) => timeToFirstByte ?? []).slice(0, 50)
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
  return <>{median === undefined ? '–' : formatMs(median)}</>
}

function Failed({ now, warns }: { now: number; warns: boolean }) {
  const { finished, known } = useLiveFeed()
  if (!known) return <>–</>
  const from = now - RECENT_MS
  const recent = finished.filter(({ timestamp }) => Date.parse(timestamp) >= from)
  if (recent.length === 0) return <>{t('no requests')}</>
  const failed = recent.filter(isFailure).length
  if (failed === 0) return <>{t('0 of {{count}}', { count: recent.length })}</>
  return (
    <a className={styles.failed} data-warns={warns} href={`#/activity?${toSearch(from)}`}>
      {t('{{failed}} of {{count}}', { failed, count: recent.length })}, {formatShare(failed / recent.length)}
    </a>
  )
}

/** Link to the list of the counted requests. */
function toSearch(from: number): string {
  return new URLSearchParams({ outcome: 'unsuccessful', from: new Date(from).toISOString() }).toString()
}

function exactly(at: number | undefined): string | undefined {
  return at === undefined ? undefined : formatExact(at)
}
