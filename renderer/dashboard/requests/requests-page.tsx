import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useRoute } from 'wouter'
import { Check } from 'typebox/value'
import { RequestSort } from '../../../shared/request-filter.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format-number.ts'
import { Page } from '../../ui/page.tsx'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { RequestPanel } from '../request/request-panel.tsx'
import { useQueryState, withQuery } from '../url-state/use-query-state.ts'
import { useToday } from '../server/use-today.ts'
import { ExportAll } from './export-all.tsx'
import { FilterBar } from './filter-bar.tsx'
import { RequestList } from './request-list.tsx'
import type { RowRange, RowSource } from './row-source.ts'
import { type ListFilter, toAddress, toFilter } from './to-filter.ts'
import { toQuestion } from './to-question.ts'
import { SearchWords, wordsOf } from './search-words.ts'
import { Split } from './split.tsx'
import { useListKeys } from './use-list-keys.ts'
import { type Pin, usePin } from './use-pin.ts'
import { useListRows } from './use-list-rows.ts'
import { useTurnKeys } from './use-turn-keys.ts'
import { useListView } from './use-list-view.ts'
import { ViewMenu } from './view-menu.tsx'

type Values = Readonly<Record<string, string | undefined>>

/** Requests in flight, then the log, newest first, with the open request beside it. */
export function RequestsPage() {
  const [values, setValues] = useQueryState()
  const filter = toFilter(values)
  // A body search would restart with every new request, so the list does not follow in that mode.
  const isInBodies = toQuestion(filter).body !== undefined
  const openId = useRoute('/activity/:id')[1]?.id
  const [cursor, setCursor] = useState<number>()
  const [range, setRange] = useState<RowRange>({ start: 0, end: 60 })
  const [atTop, setAtTop] = useState(true)
  const pin = usePin(atTop && cursor === undefined && !isInBodies)
  const sort = toSort(values['sort'])
  const view = useListView()
  const { rows, isGrouped, canGroup, isElsewhere } = useListRows({
    filter,
    range,
    pinnedAt: pin.at,
    sort,
    openId,
    cursor,
    setCursor,
    groups: toGroups(values['group']) ?? (filter.session !== undefined || view.groups),
  })
  const hrefOf = useHrefOf(values)
  const listHref = withQuery('/activity', { ...values, tab: undefined, side: undefined, view: undefined })
  useListKeys({ rows, cursor, setCursor, openId, hrefOf, listHref })
  useTurnKeys(rows, cursor)
  const narrow = (change: ListFilter, all?: 'all') => {
    setCursor(undefined)
    setValues(toAddress(change, all))
  }
  const clear = () => narrow({}, 'all')
  const group = (on: boolean) => {
    setCursor(undefined)
    view.setGroups(on)
    // A session's own list is grouped unless told otherwise.
    setValues({ group: filter.session === undefined ? undefined : on ? 'turn' : 'none' })
  }
  const list = {
    cursor,
    onCursor: setCursor,
    openId,
    hrefOf,
    onRange: setRange,
    onTop: setAtTop,
    now: useToday(),
    sort,
    onSort: (next: RequestSort) => {
      setCursor(undefined)
      setValues({ sort: next === 'time' ? undefined : next })
    },
  }
  return (
    <Page
      title={t('Activity')}
      layout="fill"
      note={<Note rows={rows} />}
      actions={
        <>
          <News pin={pin} />
          <ViewMenu view={view} isGrouped={isGrouped} canGroup={canGroup} onGroup={group} values={values} />
          <ExportAll filter={filter} />
        </>
      }
    >
      <Split isOpen={openId !== undefined} isFull={values['view'] === 'full'} density={view.density}>
        <FilterBar filter={filter} onChange={narrow} onClear={clear} />
        <SearchedFor search={filter.search}>
          <RequestList
            rows={rows}
            filter={filter}
            onNarrow={narrow}
            onClear={clear}
            isOpenElsewhere={isElsewhere}
            {...list}
          />
        </SearchedFor>
        {openId !== undefined && <RequestPanel key={openId} id={openId} closeHref={listHref} />}
      </Split>
    </Page>
  )
}

function toSort(text: string | undefined): RequestSort {
  return Check(RequestSort, text) ? text : 'time'
}

function toGroups(text: string | undefined): boolean | undefined {
  return text === 'turn' ? true : text === 'none' ? false : undefined
}

function SearchedFor({ search, children }: { search: string | undefined; children: ReactNode }) {
  // The same list until the search changes, so that rows are not rendered again.
  return <SearchWords value={useMemo(() => wordsOf(search), [search])}>{children}</SearchWords>
}

/** URL of a request that keeps the current filter. */
function useHrefOf(values: Values): (requestId: string) => string {
  const query = withQuery('', values)
  return useCallback((requestId) => `/activity/${requestId}${query}`, [query])
}

function Count({ rows: { count, whole, scan, loading, turnAt, hasMore } }: { rows: RowSource }) {
  if (loading) return <>…</>
  if (turnAt !== undefined) return <>{hasMore === true ? t('by turn, newest first') : t('by turn')}</>
  const found = formatCount(count)
  if (scan !== undefined && scan.state !== 'done') return <>{t('{{found}} so far', { found })}</>
  if (whole === undefined) return <>{found}</>
  return <>{t('{{part}} of {{whole}}', { part: found, whole: formatCount(whole) })}</>
}

/** The number of rows, and whether the list is behind by some seconds. */
function Note({ rows }: { rows: RowSource }) {
  const { link } = useLiveFeed()
  return (
    <>
      <Count rows={rows} />
      {link === 'polling' && <> · {t('Live updates unavailable, refreshing every 3 s')}</>}
    </>
  )
}

function News({ pin }: { pin: Pin }) {
  if (pin.news === 0) return null
  return (
    <Button kind="primary" title={t('Show new requests')} onClick={pin.renew}>
      {t('{{count}} new', { count: pin.news })}
    </Button>
  )
}
