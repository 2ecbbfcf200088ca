import { useLocation, useRoute } from 'wouter'
import { Check } from 'typebox/value'
import { SessionSort } from '../../../shared/sessions.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatCount } from '../../ui/format-number.ts'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import { TranscriptList } from '../conversations/transcript-list.tsx'
import { useQueryState } from '../url-state/use-query-state.ts'
import { SessionTable } from './session-table.tsx'
import { SessionView } from './session-view.tsx'
import styles from './sessions-page.module.css'
import { useSessions } from './use-sessions.ts'

/** Sessions of Claude Code: which work cost how much, and each with a page of its own. */
export function SessionsPage() {
  const [, params] = useRoute('/sessions/:id')
  return params ? <SessionView key={params.id} id={params.id} /> : <SessionsList />
}

function SessionsList() {
  const [values, setValues] = useQueryState()
  const [, go] = useLocation()
  const search = values['q'] ?? ''
  const view = values['view'] === 'transcripts' ? 'transcripts' : 'logged'
  return (
    <Page
      title={t('Sessions')}
      layout="fill"
      note={view === 'logged' && <Count search={search} />}
      actions={
        <Segmented
          label={t('Source')}
          options={[
            { name: 'logged', label: t('Through Signalbox') },
            { name: 'transcripts', label: t('All transcripts') },
          ]}
          selected={view}
          onSelect={(name) => setValues({ view: name === 'logged' ? undefined : name })}
        />
      }
    >
      <div className={styles.page}>
        <search className={styles.bar}>
          <SearchField
            label={
              view === 'logged'
                ? t('Search titles, projects and IDs…')
                : t('Search titles, folders and text…')
            }
            value={search}
            onChange={(q) => setValues({ q })}
          />
        </search>
        {view === 'logged' ? (
          <Logged
            search={search}
            sort={toSort(values['sort'])}
            onSort={(sort) => setValues({ sort: sort === 'last' ? undefined : sort })}
            onOpen={(id) => go(`/sessions/${encodeURIComponent(id)}`)}
          />
        ) : (
          <TranscriptList query={search} />
        )}
      </div>
    </Page>
  )
}

function toSort(text: string | undefined): SessionSort {
  return Check(SessionSort, text) ? text : 'last'
}

function Count({ search }: { search: string }) {
  const [values] = useQueryState()
  const { data } = useSessions(search, toSort(values['sort']))
  return <>{data === undefined ? '…' : formatCount(data.pages[0]?.total ?? 0)}</>
}

interface LoggedProps {
  search: string
  sort: SessionSort
  onSort: (sort: SessionSort) => void
  onOpen: (id: string) => void
}

function Logged({ search, sort, onSort, onOpen }: LoggedProps) {
  const list = useSessions(search, sort)
  const pages = list.data?.pages
  if (pages === undefined) {
    return list.error === null ? (
      <Empty title={t('Loading the sessions…')} />
    ) : (
      <ReadFailure title={t('Couldn’t load the sessions.')} queries={[list]} />
    )
  }
  const sessions = pages.flatMap((page) => page.sessions)
  if (sessions.length === 0) return search.trim() === '' ? <NoSession /> : <Empty title={t('No matches.')} />
  return (
    <SessionTable sessions={sessions} sort={sort} onSort={onSort} onOpen={onOpen}>
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('Show more')}
        </Button>
      )}
    </SessionTable>
  )
}

function NoSession() {
  return (
    <Empty title={t('No sessions yet.')}>
      <p>{t('A session appears here with its first request through Signalbox.')}</p>
      <a href="#/connect">{t('Connect Claude Code')}</a>
    </Empty>
  )
}
