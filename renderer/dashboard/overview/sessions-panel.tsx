import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { UsageBy, type UsageByGroup } from '../../../shared/usage-by.ts'
import { toQuery } from '../../api/api.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { Panel } from '../../ui/panel.tsx'
import { localDay } from '../../status/local-day.ts'
import { ReadFailure } from '../data/read-failure.tsx'
import { useDeps } from '../deps.ts'
import { readSummaries } from '../requests/read-summaries.ts'
import { saySession } from '../../status/say-session.ts'
import { useToday } from '../server/use-today.ts'
import styles from './sessions-panel.module.css'

/** Sessions shown, most expensive first. */
const TOP = 5
/** In ms. */
const EVERY_MS = 10_000
/** A title may still change; its session's cost is asked for more often. In ms. */
const NAMED_FOR_MS = 60_000

interface TopSession {
  id: string
  name: string
  href: string
  usage: UsageByGroup
  /** Of today's cost, 0–1; undefined without a price. */
  share: number | undefined
}

/** Today's sessions that cost most. Empty days show nothing. */
export function SessionsPanel() {
  const { sessions, error } = useTopSessions()
  if (sessions.length === 0 && error === undefined) return null
  return (
    <div className={styles.wide}>
      <Panel title={t('Top sessions today')}>
        {error === undefined ? (
          <DataTable
            label={t('Sessions by cost')}
            columns={columns()}
            rows={sessions}
            keyOf={({ id }) => id}
          />
        ) : (
          error
        )}
      </Panel>
    </div>
  )
}

const columns = (): DataColumn<TopSession>[] => [
  {
    key: 'session',
    title: t('Session'),
    cell: ({ name, href }) => (
      <a className={styles.name} href={href} title={name}>
        {name}
      </a>
    ),
  },
  {
    key: 'requests',
    title: t('Requests'),
    numeric: true,
    cell: ({ usage }) => formatCount(usage.requests),
  },
  { key: 'tokens', title: t('Tokens'), numeric: true, cell: ({ usage }) => formatShort(tokensOf(usage)) },
  {
    key: 'cost',
    title: t('Cost'),
    numeric: true,
    cell: ({ usage }) => (usage.cost === null ? '–' : formatEstimate(usage.cost)),
  },
  {
    key: 'share',
    title: t('Share'),
    numeric: true,
    cell: ({ share }) => (share === undefined ? '–' : formatShare(share)),
  },
]

function tokensOf(usage: UsageByGroup): number {
  const { input_tokens, output_tokens, cache_read_input_tokens } = usage
  const writes = usage.cache_creation_5m_input_tokens + usage.cache_creation_1h_input_tokens
  return input_tokens + output_tokens + cache_read_input_tokens + writes
}

function useTopSessions() {
  const { api } = useDeps()
  const day = localDay(useToday())
  const [start, end] = [new Date(day.start).toISOString(), new Date(day.end).toISOString()]
  const usage = useQuery({
    queryKey: ['usage-by', 'session', start],
    queryFn: ({ signal }) =>
      api.get(`/api/usage${toQuery({ group: 'session', source: 'proxy', start, end })}`, UsageBy, signal),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
  const total = usage.data?.total.cost ?? 0
  const groups = (usage.data?.groups ?? []).flatMap((group) => {
    const { session } = group.key
    return typeof session === 'string' ? [{ id: session, usage: group }] : []
  })
  const top = groups.slice(0, TOP)
  const newest = useQueries({
    queries: top.map(({ id }) => ({
      queryKey: ['session-name', id],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await readSummaries(api, { session: id, limit: 1 }, signal)).requests[0] ?? null,
      staleTime: NAMED_FOR_MS,
    })),
  })
  const sessions = top.map(({ id, usage: sums }, index) => ({
    id,
    name: nameOf(newest[index]?.data ?? undefined, id),
    href: `#/sessions/${encodeURIComponent(id)}`,
    usage: sums,
    share: sums.cost === null || total === 0 ? undefined : sums.cost / total,
  }))
  const isFailed = usage.error !== null && usage.data === undefined
  return {
    sessions,
    error: isFailed ? (
      <ReadFailure title={t('Couldn’t load today’s sessions.')} queries={[usage]} />
    ) : undefined,
  }
}

function nameOf(row: RequestSummary | undefined, id: string): string {
  return (row && saySession(row)) ?? t('Session {{id}}', { id: id.slice(0, 8) })
}
