import { useCallback, useState } from 'react'
import { useRoute } from 'wouter'
import { Check } from 'typebox/value'
import { RequestSort } from '../../../shared/request-filter.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format-number.ts'
import { Page } from '../../ui/page.tsx'
import { RequestPanel } from '../request/request-panel.tsx'
import { useQueryState, withQuery } from '../url-state/use-query-state.ts'
import { useToday } from '../server/use-today.ts'
import { ExportAll } from './export-all.tsx'
import { FilterBar } from './filter-bar.tsx'
import { RequestList } from './request-list.tsx'
import styles from './requests-page.module.css'
import type { RowRange, RowSource } from './row-source.ts'
import { type ListFilter, toAddress, toFilter } from './to-filter.ts'
import { toQuestion } from './to-question.ts'
import { useListKeys } from './use-list-keys.ts'
import { useOpenPlace } from './use-open-place.ts'
import { type Pin, usePin } from './use-pin.ts'
import { useRequestRows } from './use-request-rows.ts'

type Values = Readonly<Record<string, string | undefined>>

/** Request log, newest first, with the open request beside it. */
export function RequestsPage() {
  const [values, setValues] = useQueryState()
  const filter = toFilter(values)
  // A body search would restart with every new request, so the list does not follow in that mode.
  const isInBodies = toQuestion(filter).body !== undefined
  const openId = useRoute('/requests/:id')[1]?.id
  const [cursor, setCursor] = useState<number>()
  const [range, setRange] = useState<RowRange>({ start: 0, end: 60 })
  const [atTop, setAtTop] = useState(true)
  const pin = usePin(atTop && cursor === undefined && !isInBodies)
  const sort = toSort(values['sort'])
  const rows = useRequestRows(filter, range, { pinnedAt: pin.at, sort })
  // Only in order of time does a request's own time tell its place.
  const isElsewhere = useOpenPlace({
    openId: sort === 'time' ? openId : undefined,
    filter,
    pinnedAt: pin.at,
    rows,
    cursor,
    setCursor,
  })
  const hrefOf = useHrefOf(values)
  const listHref = withQuery('/requests', { ...values, tab: undefined, side: undefined, view: undefined })
  useListKeys({ rows, cursor, setCursor, openId, hrefOf, listHref })
  const narrow = (change: ListFilter, all?: 'all') => {
    setCursor(undefined)
    setValues(toAddress(change, all))
  }
  const clear = () => narrow({}, 'all')
  const place = {
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
      title={t('Requests')}
      layout="fill"
      note={<Count rows={rows} />}
      actions={[<News key="news" pin={pin} />, <ExportAll key="export" filter={filter} />]}
    >
      <div className={styles.page} data-open={openId !== undefined} data-full={values['view'] === 'full'}>
        <FilterBar filter={filter} onChange={narrow} onClear={clear} />
        <RequestList
          rows={rows}
          filter={filter}
          onNarrow={narrow}
          onClear={clear}
          isOpenElsewhere={isElsewhere}
          {...place}
        />
        {openId !== undefined && <RequestPanel key={openId} id={openId} closeHref={listHref} />}
      </div>
    </Page>
  )
}

function toSort(text: string | undefined): RequestSort {
  return Check(RequestSort, text) ? text : 'time'
}

/** URL of a request that keeps the current filter. */
function useHrefOf(values: Values): (requestId: string) => string {
  const query = withQuery('', values)
  return useCallback((requestId) => `/requests/${requestId}${query}`, [query])
}

function Count({ rows: { count, whole, scan, loading } }: { rows: RowSource }) {
  if (loading) return <>…</>
  const found = formatCount(count)
  if (scan !== undefined && scan.state !== 'done') return <>{t('{{found}} so far', { found })}</>
  if (whole === undefined) return <>{found}</>
  return <>{t('{{part}} of {{whole}}', { part: found, whole: formatCount(whole) })}</>
}

function News({ pin }: { pin: Pin }) {
  if (pin.news === 0) return null
  return (
    <Button kind="primary" title={t('Show new requests')} onClick={pin.renew}>
      {t('{{count}} new', { count: pin.news })}
    </Button>
  )
}
