import type { ClaudeSession, Connection } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Panel } from '../../ui/panel.tsx'
import { useServer } from '../server/use-server.ts'
import styles from './sessions-panel.module.css'

const USES = {
  signalbox: () => t('through Signalbox'),
  direct: () => t('to Anthropic directly'),
  elsewhere: () => t('to another address'),
  unknown: () => t('not known'),
} as const

/** Running Claude Code sessions. They pick up a new base URL, but keep the old one when it is removed. */
export function SessionsPanel({ connection: { sessions } }: { connection: Connection }) {
  return (
    <Panel title={t('Running sessions')} note={sessions.length === 0 ? undefined : sessions.length}>
      {sessions.length === 0 ? (
        <p className={styles.none}>
          {t('No Claude Code runs now. The next one reads the settings as they are then.')}
        </p>
      ) : (
        <DataTable
          label={t('Running sessions of Claude Code')}
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
    { key: 'cwd', title: t('Folder'), cell: ({ cwd }) => cwd ?? t('not known') },
    { key: 'started', title: t('Started'), cell: ({ startedAt }) => <Started at={startedAt} /> },
    { key: 'uses', title: t('Goes'), cell: ({ uses }) => USES[uses]() },
  ]
}

function Started({ at }: { at: string | undefined }) {
  const { now } = useServer()
  if (at === undefined) return <>{t('not known')}</>
  return <span title={formatExact(Date.parse(at))}>{formatMoment(Date.parse(at), now)}</span>
}
