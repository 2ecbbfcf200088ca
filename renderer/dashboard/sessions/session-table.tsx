import { type ReactNode, useState } from 'react'
import type { SessionSort, SessionSummary } from '../../../shared/sessions.ts'
import { t } from '../../language/t.ts'
import { formatAge, formatExact, formatMoment } from '../../ui/format.ts'
import { formatCount, formatExactDollars, formatShort } from '../../ui/format-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { rowKeys } from '../../ui/row-keys.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { useServer } from '../server/use-server.ts'
import { nameSession, tokensOf } from './name-session.ts'
import styles from './session-table.module.css'

interface SessionTableProps {
  sessions: readonly SessionSummary[]
  sort: SessionSort
  onSort: (sort: SessionSort) => void
  onOpen: (id: string) => void
  /** Below the rows. */
  children: ReactNode
}

interface Column {
  key: 'session' | 'model' | 'requests' | 'errors' | 'context' | 'tokens' | 'cost' | 'duration' | 'last'
  title: () => string
  about: () => string
  sort?: SessionSort
  numeric?: true
  cell: (session: SessionSummary, now: number) => ReactNode
}

const COLUMNS: readonly Column[] = [
  {
    key: 'session',
    title: () => t('Session'),
    about: () => t('Project and title of the Claude Code session'),
    cell: () => null,
  },
  {
    key: 'model',
    title: () => t('Model'),
    about: () => t('The models that ran, those with most requests first'),
    cell: ({ models }) => (
      <span title={models.join(', ')}>
        {models.length === 0 ? '–' : shortModel(models[0] ?? '')}
        {models.length > 1 && ` +${models.length - 1}`}
      </span>
    ),
  },
  {
    key: 'requests',
    title: () => t('Requests'),
    about: () => t('Finished requests'),
    numeric: true,
    cell: ({ requests }) => formatCount(requests),
  },
  {
    key: 'errors',
    title: () => t('Errors'),
    about: () => t('Requests that failed, or were rate limited or overloaded'),
    numeric: true,
    cell: ({ errors }) =>
      errors === 0 ? (
        '–'
      ) : (
        <span className={styles.failed}>
          <Icon name="warning" />
          {formatCount(errors)}
        </span>
      ),
  },
  {
    key: 'context',
    title: () => t('Context'),
    about: () => t('Input tokens of the newest response to the main agent'),
    numeric: true,
    cell: ({ contextTokens }) => (contextTokens === undefined ? '–' : formatShort(contextTokens)),
  },
  {
    key: 'tokens',
    title: () => t('Tokens'),
    about: () => t('Input, output, cache reads and cache writes'),
    sort: 'tokens',
    numeric: true,
    cell: (session) => formatShort(tokensOf(session)),
  },
  {
    key: 'cost',
    title: () => t('Cost, $'),
    about: () => t('Estimated cost in US dollars'),
    sort: 'cost',
    numeric: true,
    cell: ({ cost }) => (cost === null ? '–' : formatExactDollars(cost)),
  },
  {
    key: 'duration',
    title: () => t('Duration'),
    about: () => t('From the first to the newest request'),
    numeric: true,
    cell: ({ durationMs }) => formatAge(durationMs),
  },
  {
    key: 'last',
    title: () => t('Last request'),
    about: () => t('Start of the newest request; running sessions come first'),
    sort: 'last',
    numeric: true,
    cell: ({ lastAt, running }, now) => {
      const at = Date.parse(lastAt)
      return running > 0 ? (
        <span className={styles.live} title={t('{{count}} requests in flight', { count: running })}>
          <Icon name="live" />
          {t('running')}
        </span>
      ) : (
        <span title={formatExact(at)}>{formatMoment(at, now)}</span>
      )
    },
  },
]

/** Sessions as rows; each opens its page. */
export function SessionTable({ sessions, sort, onSort, onOpen, children }: SessionTableProps) {
  const { now } = useServer()
  const [cursor, setCursor] = useState<number>()
  const goTo = (index: number) => {
    setCursor(index)
    document.querySelector<HTMLElement>(`tr[data-index="${index}"] a`)?.focus()
  }
  useKeys({
    ...rowKeys({ count: sessions.length, from: () => cursor ?? -1, goTo }),
    Enter: cursor === undefined ? undefined : () => onOpen(sessions[cursor]?.id ?? ''),
    Escape: () => setCursor(undefined),
  })
  return (
    <Scroller className={styles.scroller} label={t('Sessions')}>
      <table className={styles.table}>
        <Head sort={sort} onSort={onSort} />
        <tbody className={styles.body}>
          {sessions.map((session, index) => (
            <SessionRow
              key={session.id}
              session={session}
              index={index}
              isFocused={index === cursor}
              now={now}
            />
          ))}
        </tbody>
      </table>
      {children && <div className={styles.more}>{children}</div>}
    </Scroller>
  )
}

function Head({ sort, onSort }: Pick<SessionTableProps, 'sort' | 'onSort'>) {
  return (
    <thead className={styles.head}>
      <tr className={styles.row}>
        {COLUMNS.map(({ key, title, about, numeric, sort: own }) => (
          <th
            key={key}
            scope="col"
            className={styles[key]}
            data-numeric={numeric}
            title={about()}
            aria-sort={own !== undefined && own === sort ? 'descending' : undefined}
          >
            {own === undefined ? (
              title()
            ) : (
              <button type="button" onClick={() => onSort(own)}>
                {title()}
                {own === sort && <Icon name="descending" />}
              </button>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface SessionRowProps {
  session: SessionSummary
  index: number
  isFocused: boolean
  now: number
}

function SessionRow({ session, index, isFocused, now }: SessionRowProps) {
  const { project, title } = nameSession(session)
  return (
    <tr className={styles.row} data-index={index} data-focused={isFocused}>
      {COLUMNS.map(({ key, numeric, cell }) =>
        key === 'session' ? (
          <th key={key} scope="row">
            <a
              className={styles.link}
              href={`#/sessions/${encodeURIComponent(session.id)}`}
              title={session.title ?? session.id}
            >
              {project !== undefined && <bdi className={styles.project}>{project}</bdi>}
              <bdi className={styles.title}>{title}</bdi>
            </a>
          </th>
        ) : (
          <td key={key} className={styles[key]} data-numeric={numeric}>
            {cell(session, now)}
          </td>
        ),
      )}
    </tr>
  )
}
