import { useCallback, useState } from 'react'
import { useRoute } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { formatCount } from '../../ui/format-number.ts'
import { Page } from '../../ui/page.tsx'
import { RequestPanel } from '../request/request-panel.tsx'
import { useQueryState, withQuery } from '../route/use-query-state.ts'
import { useToday } from '../server/use-today.ts'
import { ExportAll } from './export-all.tsx'
import { FilterBar } from './filter-bar.tsx'
import { FirstRequest } from './first-request.tsx'
import { RequestTable } from './request-table.tsx'
import styles from './requests-page.module.css'
import type { RowRange, RowSource } from './row-source.ts'
import { type Filter, toFilter } from './to-filter.ts'
import { useListKeys } from './use-list-keys.ts'
import { usePin } from './use-pin.ts'
import { useRequestRows } from './use-request-rows.ts'

/** The log: every request, newest first, and beside it the one that is open. */
export function RequestsPage() {
  const [values, setValues] = useQueryState()
  const filter = toFilter(values)
  const [, params] = useRoute('/requests/:id')
  const openId = params?.id
  const [cursor, setCursor] = useState<number>()
  const [range, setRange] = useState<RowRange>({ start: 0, end: 60 })
  const [atTop, setAtTop] = useState(true)
  const pin = usePin(atTop && cursor === undefined)
  const rows = useRequestRows(filter, range, pin.at)
  const today = useToday()
  const hrefOf = useHrefOf(values)
  useListKeys({
    rows,
    cursor,
    setCursor,
    openId,
    hrefOf,
    listHref: withQuery('/requests', withoutTab(values)),
  })
  const change = (next: Readonly<Record<string, string | undefined>>) => {
    setCursor(undefined)
    setValues(next)
  }
  return (
    <Page
      title="Requests"
      layout="fill"
      note={<Count rows={rows} />}
      actions={
        <>
          <News pin={pin} />
          <ExportAll filter={filter} />
        </>
      }
    >
      <div className={styles.page} data-open={openId !== undefined} data-full={values['view'] === 'full'}>
        <FilterBar filter={filter} onChange={change} />
        <div className={styles.list}>
          {rows.error && (
            <Failure title="The log cannot be read now." detail={rows.error.message} retry={rows.retry} />
          )}
          {!rows.loading && rows.count === 0 && !rows.error ? (
            <Nothing filter={filter} searching={rows.searched?.done === false} />
          ) : (
            <RequestTable
              rows={rows}
              cursor={cursor}
              onCursor={setCursor}
              openId={openId}
              hrefOf={hrefOf}
              onRange={setRange}
              onTop={setAtTop}
              now={today}
            />
          )}
        </div>
        {openId !== undefined && (
          <RequestPanel key={openId} id={openId} closeHref={withQuery('/requests', withoutTab(values))} />
        )}
      </div>
    </Page>
  )
}

/** The address of a request, with the filter that it was found by. */
function useHrefOf(values: Readonly<Record<string, string | undefined>>): (requestId: string) => string {
  const query = withQuery('', values)
  return useCallback((requestId) => `/requests/${requestId}${query}`, [query])
}

function withoutTab(values: Readonly<Record<string, string | undefined>>) {
  return { ...values, tab: undefined, view: undefined }
}

function Count({ rows: { count, searched, loading } }: { rows: RowSource }) {
  if (loading) return <>…</>
  if (!searched) return <>{formatCount(count)}</>
  const where = searched.done
    ? `of ${formatCount(searched.total)}`
    : `in the newest ${formatCount(searched.looked)} of ${formatCount(searched.total)}`
  return (
    <>
      {formatCount(count)} {where}
    </>
  )
}

function News({ pin }: { pin: ReturnType<typeof usePin> }) {
  if (pin.news === 0) return null
  return (
    <Button kind="primary" title="Show what has come since" onClick={pin.renew}>
      {pin.news} new
    </Button>
  )
}

function Nothing({ filter, searching }: { filter: Filter; searching: boolean }) {
  if (searching) return <Empty title="Searching…" />
  if (Object.keys(filter).length === 0) return <FirstRequest />
  return <Empty title="No request fits this filter.">Take something away, or search for less.</Empty>
}
