import { t } from '../../language/t.ts'
import { Empty } from '../../ui/empty.tsx'
import { Failure } from '../../ui/failure.tsx'
import { FirstRequest } from './first-request.tsx'
import { RequestTable, type RequestTableProps } from './request-table.tsx'
import styles from './requests-page.module.css'
import type { Filter } from './to-filter.ts'

/** The rows that pass the filter, or why there are none. */
export function RequestList({ filter, ...table }: RequestTableProps & { filter: Filter }) {
  const { rows } = table
  const isEmpty = !rows.loading && rows.count === 0 && !rows.error
  return (
    <div className={styles.list}>
      {rows.error && (
        <Failure title={t('The log cannot be read now.')} detail={rows.error.message} retry={rows.retry} />
      )}
      {isEmpty ? (
        <Nothing filter={filter} searching={rows.searched?.done === false} />
      ) : (
        <RequestTable {...table} />
      )}
    </div>
  )
}

function Nothing({ filter, searching }: { filter: Filter; searching: boolean }) {
  if (searching) return <Empty title={t('Searching…')} />
  if (Object.keys(filter).length === 0) return <FirstRequest />
  return (
    <Empty title={t('No request fits this filter.')}>{t('Take something away, or search for less.')}</Empty>
  )
}
