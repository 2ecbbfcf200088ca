import { type RefObject, useEffect, useRef } from 'react'
import type { PriceTable } from '../../../shared/prices.ts'
import type { RequestSort } from '../../../shared/request-filter.ts'
import { t } from '../../language/t.ts'
import { Icon } from '../../ui/icon.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import { useHeight } from '../../ui/use-height.ts'
import { useVirtualRows } from '../../ui/use-virtual-rows.ts'
import { usePrices } from '../data/use-prices.ts'
import { COLUMNS } from './columns.tsx'
import { RequestRow } from './request-row.tsx'
import styles from './request-table.module.css'
import type { RowRange, RowSource } from './row-source.ts'
import { useCursorInView } from './use-cursor-in-view.ts'

export interface RequestTableProps {
  rows: RowSource
  /** Index of the row with the keyboard cursor. */
  cursor: number | undefined
  onCursor: (index: number) => void
  openId: string | undefined
  hrefOf: (requestId: string) => string
  onRange: (range: RowRange) => void
  onTop: (atTop: boolean) => void
  now: number
  /** Order of the rows; without `onSort` it cannot be changed. */
  sort?: RequestSort | undefined
  onSort?: (sort: RequestSort) => void
}

/** Rows rendered beyond the visible ones, on each side. */
const OVERSCAN = 8
/** Chromium's maximum element height is about 33 million pixels. */
const MAX_HEIGHT_PX = 30_000_000

/** Virtualized table of requests: only visible rows are rendered. */
export function RequestTable(props: RequestTableProps) {
  const { rows, cursor, onTop, sort = 'time', onSort } = props
  const prices = usePrices()
  const head = useRef<HTMLTableRowElement>(null)
  // Grows with the browser's text size.
  const rowHeight = useHeight(head, 28)
  const { scroller, virtualizer } = useVirtualRows({
    count: Math.min(rows.count, Math.floor(MAX_HEIGHT_PX / rowHeight)),
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    // The rows begin below the heading, which has the height of one row.
    scrollPaddingEnd: rowHeight,
  })
  // Rows that were measured have the height of before.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  const scrollTo = (index: number) => {
    const shown = virtualizer.getVirtualItems()
    const isNear = index >= (shown[0]?.index ?? 0) && index <= (shown.at(-1)?.index ?? 0)
    virtualizer.scrollToIndex(index, { align: isNear ? 'auto' : 'center' })
  }
  useCursorInView({ cursor, scroller, scrollTo })
  return (
    <Scroller
      ref={scroller}
      className={styles.scroller}
      label={t('Requests')}
      onScroll={({ scrollTop }) => onTop(scrollTop < rowHeight / 2)}
    >
      <table className={styles.table} aria-rowcount={rows.count + 1}>
        <Head row={head} sort={sort} onSort={onSort} />
        <Body
          {...props}
          prices={prices}
          shown={virtualizer.getVirtualItems()}
          height={virtualizer.getTotalSize()}
          resting={!virtualizer.isScrolling}
        />
      </table>
    </Scroller>
  )
}

interface HeadProps {
  row: RefObject<HTMLTableRowElement | null>
  sort: RequestSort
  onSort: RequestTableProps['onSort']
}

function Head({ row, sort, onSort }: HeadProps) {
  return (
    <thead className={styles.head}>
      <tr ref={row} className={styles.row} aria-rowindex={1}>
        {COLUMNS.map(({ key, title, about, numeric, sort: own }) => (
          <th
            key={key}
            scope="col"
            className={styles[key]}
            data-numeric={numeric}
            title={about()}
            aria-sort={own === sort && onSort ? 'descending' : undefined}
          >
            {own === undefined || onSort === undefined ? (
              title()
            ) : (
              // A second click on another heading than the time's returns to the newest first.
              <button type="button" onClick={() => onSort(own === sort ? 'time' : own)}>
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

interface BodyProps extends RequestTableProps {
  prices: PriceTable | undefined
  shown: readonly { index: number; start: number }[]
  /** Total height of all rows, in CSS pixels. */
  height: number
  resting: boolean
}

function Body({ shown, height, resting, rows, cursor, onRange, ...row }: BodyProps) {
  const start = shown[0]?.index ?? 0
  const end = (shown.at(-1)?.index ?? 0) + 1
  useEffect(() => {
    // Rows are not fetched while scrolling past them.
    if (resting) onRange({ start, end })
  }, [onRange, start, end, resting])
  return (
    <tbody className={styles.body} style={{ height }}>
      {shown.map(({ index, start: top }) => (
        <RequestRow
          key={keyOf(index, { cursor, shown: shown.length })}
          row={rows.rowAt(index)}
          index={index}
          top={top}
          now={row.now}
          prices={row.prices}
          focused={index === cursor}
          openId={row.openId}
          hrefOf={row.hrefOf}
          onCursor={row.onCursor}
          turn={rows.turnAt?.(index)}
        />
      ))}
    </tbody>
  )
}

/**
 * Reuses elements of rows that scrolled out of view: replacing the text costs a tenth of creating a row. The focused
 * row keeps its own element, so that the focus stays on its request.
 */
function keyOf(index: number, { cursor, shown }: { cursor: number | undefined; shown: number }): string {
  const pool = Math.ceil(shown / POOL_STEP) * POOL_STEP
  return index === cursor ? 'cursor' : String(index % pool)
}

const POOL_STEP = 16
