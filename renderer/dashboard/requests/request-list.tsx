import { MAX_SORTED_ROWS } from '../../../shared/request-filter.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { sayError } from '../data/say-error.ts'
import { InFlightList } from '../live/in-flight-list.tsx'
import { FirstRequest } from './first-request.tsx'
import { RequestTable, type RequestTableProps } from './request-table.tsx'
import styles from './requests-page.module.css'
import type { RowScan } from './row-source.ts'
import type { ListFilter } from './to-filter.ts'
import { ScanNote } from './scan-note.tsx'

interface NarrowProps {
  filter: ListFilter
  /** Sets the given keys and removes undefined ones. */
  onNarrow: (change: ListFilter) => void
  onClear: () => void
}

interface RequestListProps extends RequestTableProps, NarrowProps {
  /** True if the open request is not among the rows. */
  isOpenElsewhere: boolean
}

/** Rows that match the filter, or the reason why there are none. */
export function RequestList({ filter, onNarrow, onClear, isOpenElsewhere, ...table }: RequestListProps) {
  const { rows } = table
  const isSorted = (table.sort ?? 'time') !== 'time' || filter.minCost !== undefined
  const isCapped = isSorted && rows.count >= MAX_SORTED_ROWS
  const isEmpty = rows.count === 0 && !rows.error && (!rows.loading || rows.scan !== undefined)
  return (
    <div className={styles.list}>
      <InFlightList hrefOf={table.hrefOf} />
      {isOpenElsewhere && <ElsewhereNote filter={filter} onClear={onClear} />}
      {isCapped && (
        <p className={styles.elsewhere}>
          {t('Only the first {{count, number}} in this order are shown. Narrow the list to see others.', {
            count: MAX_SORTED_ROWS,
          })}
        </p>
      )}
      {rows.scan && <ScanNote scan={rows.scan} />}
      {rows.error && (
        <Failure
          title={t('Couldn’t load the requests.')}
          detail={sayError(rows.error).join(' ')}
          retry={rows.retry}
        />
      )}
      {isEmpty ? (
        <Nothing filter={filter} onNarrow={onNarrow} state={rows.scan?.state ?? 'done'} />
      ) : (
        <RequestTable {...table} />
      )}
    </div>
  )
}

function ElsewhereNote({ filter, onClear }: Pick<NarrowProps, 'filter' | 'onClear'>) {
  return (
    <p className={styles.elsewhere}>
      {t('The open request isn’t in this list.')}{' '}
      {Object.keys(filter).length > 0 && <Button onClick={onClear}>{t('Clear filter')}</Button>}
    </p>
  )
}

function Nothing({ filter, onNarrow, state }: Omit<NarrowProps, 'onClear'> & { state: RowScan['state'] }) {
  if (state !== 'done') return <Empty title={t('No matches so far.')} />
  if (Object.keys(filter).length === 0) return <FirstRequest />
  return (
    <Empty title={t('No requests match this filter.')}>
      <p>{t('Remove a filter or shorten the search.')}</p>
      {filter.search !== undefined && filter.in === undefined && (
        <Button onClick={() => onNarrow({ in: 'bodies' })}>{t('Search bodies too')}</Button>
      )}
    </Empty>
  )
}
