import type { RequestSummary } from '../../../shared/request-log.ts'
import type { SessionAgent, SessionDetail } from '../../../shared/sessions.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatCount, formatEstimate, formatShare, formatShort } from '../../ui/format-number.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import styles from './agent-tree.module.css'
import { tokensOf } from './name-session.ts'

interface AgentTreeProps {
  session: SessionDetail
  /** Newest first. */
  rows: readonly RequestSummary[]
}

/** The session's own agent with its sub-agents below it. Each leads to its requests. */
export function AgentTree({ session, rows }: AgentTreeProps) {
  const { id, byAgent, cost: whole } = session
  return (
    <DataTable
      label={t('Agents of the session')}
      columns={columns({ id, whole, nameOf: (agent) => nameOf(agent, rows) })}
      rows={byAgent}
      keyOf={({ agent = '' }) => agent}
    />
  )
}

/** Beginning of its first task; otherwise its ID. */
function nameOf(agent: string, rows: readonly RequestSummary[]): string {
  const asked = rows.findLast((row) => row.agentId === agent && row.asked !== undefined)?.asked
  return asked ?? t('Agent {{id}}', { id: agent.slice(0, 8) })
}

interface ColumnDeps {
  id: string
  /** Cost of the whole session. */
  whole: number | null
  nameOf: (agent: string) => string
}

function columns({ id, whole, nameOf: name }: ColumnDeps): DataColumn<SessionAgent>[] {
  return [
    {
      key: 'agent',
      title: t('Agent'),
      cell: ({ agent }) =>
        agent === undefined ? (
          <span className={styles.main}>{t('Main agent')}</span>
        ) : (
          <a
            className={styles.child}
            href={`#${withQuery('/activity', { session: id, agent })}`}
            title={agent}
          >
            <bdi>{name(agent)}</bdi>
          </a>
        ),
    },
    { key: 'requests', title: t('Requests'), numeric: true, cell: ({ requests }) => formatCount(requests) },
    { key: 'tokens', title: t('Tokens'), numeric: true, cell: (agent) => formatShort(tokensOf(agent)) },
    {
      key: 'cost',
      title: t('Cost'),
      numeric: true,
      cell: ({ cost }) => (cost === null ? '–' : formatEstimate(cost)),
    },
    {
      key: 'share',
      title: t('Share'),
      numeric: true,
      cell: ({ cost }) => (cost === null || !whole ? '–' : formatShare(cost / whole)),
    },
  ]
}
