import type { ClaudeSession, Connection } from '../../../shared/connection.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { useServer } from '../server/use-server.ts'
import styles from './sessions-panel.module.css'

const USES = {
  signalbox: 'through Signalbox',
  direct: 'to Anthropic directly',
  elsewhere: 'to another address',
  unknown: 'not known',
} as const

const COLUMNS: readonly DataColumn<ClaudeSession>[] = [
  { key: 'pid', title: 'Process', cell: ({ pid }) => pid },
  { key: 'cwd', title: 'Folder', cell: ({ cwd }) => cwd ?? 'not known' },
  { key: 'started', title: 'Started', cell: ({ startedAt }) => <Started at={startedAt} /> },
  { key: 'uses', title: 'Goes', cell: ({ uses }) => USES[uses] },
]

/** The Claude Codes that run now: they follow a new address, but keep one that was taken away. */
export function SessionsPanel({ connection: { sessions } }: { connection: Connection }) {
  return (
    <Panel title="Running sessions" note={sessions.length === 0 ? undefined : sessions.length}>
      {sessions.length === 0 ? (
        <p className={styles.none}>
          No Claude Code runs now. The next one reads the settings as they are then.
        </p>
      ) : (
        <DataTable
          label="Running sessions of Claude Code"
          columns={COLUMNS}
          rows={sessions}
          keyOf={({ pid }) => String(pid)}
        />
      )}
    </Panel>
  )
}

function Started({ at }: { at: string | undefined }) {
  const { now } = useServer()
  if (at === undefined) return <>not known</>
  return <span title={formatExact(Date.parse(at))}>{formatMoment(Date.parse(at), now)}</span>
}
