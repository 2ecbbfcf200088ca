import { useMemo } from 'react'
import type { SessionDetail } from '../../../shared/sessions.ts'
import { t } from '../../language/t.ts'
import { Figure } from '../../ui/figure.tsx'
import { formatAge, formatExact } from '../../ui/format.ts'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { usePrices } from '../data/use-prices.ts'
import { groupTurns } from '../requests/group-turns.ts'
import { AgentTree } from './agent-tree.tsx'
import { ContextChart } from './context-chart.tsx'
import { cacheShareOf, tokensOf } from './name-session.ts'
import { NotableList } from './notable-list.tsx'
import styles from './session-overview.module.css'
import { toTimeline } from './to-timeline.ts'
import { TurnTable } from './turn-table.tsx'
import { MAX_REQUESTS, useSessionRequests } from './use-sessions.ts'

/** Figures of a session, its context by request, what went wrong, its agents and its turns. */
export function SessionOverview({ session }: { session: SessionDetail }) {
  const { id, requests, running, lastAt } = session
  const list = useSessionRequests(id, `${requests} ${running} ${lastAt}`)
  const prices = usePrices()
  const rows = list.data?.requests
  const points = useMemo(() => toTimeline(rows ?? [], prices), [rows, prices])
  const turns = useMemo(() => groupTurns(rows ?? []), [rows])
  const isCut = (list.data?.total ?? 0) > MAX_REQUESTS
  return (
    <Scroller className={styles.scroller} label={t('Overview of the session')}>
      <Figures session={session} />
      {rows === undefined && <ReadFailure title={t('Couldn’t load the requests.')} queries={[list]} />}
      {isCut && (
        <p className={styles.note}>
          {t('The charts and lists show the newest {{count, number}} of {{total}} requests.', {
            count: MAX_REQUESTS,
            total: formatCount(list.data?.total ?? 0),
          })}
        </p>
      )}
      {points.length > 0 && (
        <Panel title={t('Context and cost')}>
          <ContextChart points={points} session={id} />
        </Panel>
      )}
      <NotableList points={points} session={id} />
      {session.byAgent.length > 0 && (
        <Panel title={t('Agents')}>
          <AgentTree session={session} rows={rows ?? []} />
        </Panel>
      )}
      {turns.length > 0 && (
        <Panel title={t('Turns')}>
          <TurnTable turns={turns} session={id} prices={prices} />
        </Panel>
      )}
    </Scroller>
  )
}

function Figures({ session }: { session: SessionDetail }) {
  const { cost, requests, errors, contextTokens, startedAt, durationMs, input_tokens, output_tokens } =
    session
  const share = cacheShareOf(session)
  return (
    <div className={styles.figures}>
      <Figure
        label={t('Estimated cost')}
        value={cost === null ? t('unknown') : formatEstimate(cost)}
        about={t('Without usage of models that have no known price')}
      />
      <Figure
        label={t('Tokens')}
        value={formatShort(tokensOf(session))}
        about={t('{{input}} in, {{output}} out', {
          input: formatShort(input_tokens),
          output: formatShort(output_tokens),
        })}
      />
      <Figure label={t('From the cache')} value={share === undefined ? '–' : formatShare(share)} />
      <Figure
        label={t('Context now')}
        value={contextTokens === undefined ? '–' : formatShort(contextTokens)}
        about={t('Input tokens of the newest response to the main agent')}
      />
      <Figure
        label={errors === 0 ? t('Requests') : t('Requests, {{count}} with errors', { count: errors })}
        value={formatCount(requests)}
      />
      <Figure
        label={t('Duration')}
        value={formatAge(durationMs)}
        about={t('Since {{time}}', { time: formatExact(Date.parse(startedAt)) })}
      />
    </div>
  )
}
