import type { ClaudeSession, Connection } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { useServer } from '../server/use-server.ts'
import styles from './sessions-panel.module.css'

const USES = {
  signalbox: () => t('through Signalbox'),
  direct: () => t('directly to Anthropic'),
  elsewhere: () => t('to another address'),
  unknown: () => t('unknown'),
} as const

/** Running Claude Code sessions. They pick up a new base URL, but keep the old one when it is removed. */
export function SessionsPanel({ connection: { sessions } }: { connection: Connection }) {
  return (
    <Panel title={t('Running sessions')} note={sessions.length === 0 ? undefined : sessions.length}>
      {sessions.length === 0 ? (
        <p className={styles.none}>
          {t('No Claude Code session is running. A session reads the settings when it starts.')}
        </p>
      ) : (
        <DataTable
          label={t('Running Claude Code sessions')}
          columns={columns()}
          rows={sessions}
          keyOf={({ pid }) => String(pid)}
        />
      )}
    </Panel>
  )
}

function columns(): readonly DataColumn<ClaudeSession>[] {
  return [
    { key: 'pid', title: t('Process'), cell: ({ pid }) => pid },
    { key: 'cwd', title: t('Folder'), cell: ({ cwd }) => cwd ?? t('unknown') },
    { key: 'started', title: t('Started'), cell: ({ startedAt }) => <Started at={startedAt} /> },
    { key: 'uses', title: t('Connection'), cell: ({ uses }) => USES[uses]() },
  ]
}

function Started({ at }: { at: string | undefined }) {
  const { now } = useServer()
  if (at === undefined) return <>{t('unknown')}</>
  return <span title={formatExact(Date.parse(at))}>{formatMoment(Date.parse(at), now)}</span>
}
