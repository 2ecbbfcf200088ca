import { useState } from 'react'
import { LOG_LINE_LEVELS, type LogLine } from '../../../shared/logs.ts'
import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { formatCount } from '../../ui/format-number.ts'
import { Page } from '../../ui/page.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { useQueryState } from '../url-state/use-query-state.ts'
import { LogActions } from './log-actions.tsx'
import { LogBar } from './log-bar.tsx'
import { LogFile } from './log-file.tsx'
import { LogList } from './log-list.tsx'
import styles from './logs-page.module.css'
import type { Logs } from './merge-logs.ts'
import { type LogFilter, useLogs } from './use-logs.ts'

const NO_LINES: readonly LogLine[] = []

/** Signalbox's own log, live: starts, settings, failures. */
export function LogsPage() {
  const [values, setValues] = useQueryState()
  const filter = toLogFilter(values)
  const logs = useLogs(filter)
  const { following, setFollowing, list } = useFollowing(filter)
  const { data, error } = logs
  const lines = data?.lines ?? NO_LINES
  const isFiltered = filter.level !== undefined || filter.q !== undefined
  return (
    <Page
      title={t('Logs')}
      layout="fill"
      note={data && <Count shown={lines.length} kept={isFiltered ? data.kept : undefined} />}
      actions={<LogActions lines={lines} />}
    >
      <LogBar filter={filter} onChange={setValues} following={following} onFollow={setFollowing} />
      <ReadFailure title={t('Couldn’t load the log.')} queries={[logs]} />
      <div className={styles.list} data-stale={logs.isPlaceholderData || error !== null}>
        {data && lines.length === 0 ? (
          <Nothing logs={data} isFiltered={isFiltered} />
        ) : (
          <LogList key={list} lines={lines} following={following} onFollow={setFollowing} />
        )}
      </div>
      {data && <LogFile file={data.file} />}
    </Page>
  )
}

/** Log filter from the URL; ignores invalid values. */
function toLogFilter(values: Readonly<Record<string, string | undefined>>): LogFilter {
  return {
    level: LOG_LINE_LEVELS.find((level) => level === values['level']),
    // The server's length limit.
    q: values['q']?.slice(0, 200) || undefined,
  }
}

/** Follow state. Changing the filter resets the list, which then starts at its newest line. */
function useFollowing({ level, q }: LogFilter) {
  const list = JSON.stringify([level, q])
  const [chosen, setChosen] = useState({ list, following: true })
  return {
    list,
    following: chosen.list === list ? chosen.following : true,
    setFollowing: (following: boolean) => setChosen({ list, following }),
  }
}

function Count({ shown, kept }: { shown: number; kept: number | undefined }) {
  if (kept === undefined) return <>{formatCount(shown)}</>
  return <>{t('{{shown}} of {{total}}', { shown: formatCount(shown), total: formatCount(kept) })}</>
}

function Nothing({ logs: { level, kept }, isFiltered }: { logs: Logs; isFiltered: boolean }) {
  if (level === 'silent') {
    return (
      <Empty title={t('Logging is off.')}>{t('To turn it on, start Signalbox with LOG_LEVEL=info.')}</Empty>
    )
  }
  if (isFiltered && kept > 0) {
    return (
      <Empty title={t('No lines match this filter.')}>{t('Remove a filter or shorten the search.')}</Empty>
    )
  }
  return (
    <Empty title={t('No lines yet.')}>{t('Signalbox logs its starts, changed settings and failures.')}</Empty>
  )
}
