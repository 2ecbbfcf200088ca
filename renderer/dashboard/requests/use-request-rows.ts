import { useState } from 'react'
import { useLiveFeed } from '../live/use-live-feed.ts'
import type { RowRange, RowSource } from './row-source.ts'
import { type Filter, needsScan, toTest } from './to-filter.ts'
import { usePagedRows } from './use-paged-rows.ts'
import { useScannedRows } from './use-scanned-rows.ts'

/** A time before any log. */
const EVER = '2000-01-01T00:00:00.000Z'

/** The rows of the log that pass the filter, as of `pinnedAt` (ISO 8601), and what has become of them since. */
export function useRequestRows(filter: Filter, range: RowRange, pinnedAt: string): RowSource {
  const scans = needsScan(filter)
  const key = JSON.stringify(filter)
  const end = filter.to !== undefined && filter.to < pinnedAt ? filter.to : pinnedAt
  const question = { model: filter.model, start: filter.from ?? EVER, end }
  const paged = usePagedRows(question, range, !scans)
  const scanned = useScannedRows({ ...question, key, test: toTest(filter) }, range.end, scans)
  return useEnded(useSteady(scans ? scanned : paged, { key, id: `${key} ${end}` }))
}

/** The last rows that were known, while newer ones of the same filter are on their way. */
function useSteady(source: RowSource, { key, id }: { key: string; id: string }): RowSource {
  const [last, setLast] = useState({ key, id, source })
  const isBetter = !source.loading && (last.id !== id || last.source.count !== source.count)
  if (isBetter) setLast({ key, id, source })
  const steady = source.loading && !source.error && last.key === key && !last.source.loading
  return steady ? last.source : source
}

/** A row that was in flight when it was read says how it ended as soon as that is known. */
function useEnded(source: RowSource): RowSource {
  const { finished } = useLiveFeed()
  return {
    ...source,
    rowAt: (index) => {
      const row = source.rowAt(index)
      if (row === undefined || row.termination !== undefined) return row
      return finished.find(({ requestId }) => requestId === row.requestId) ?? row
    },
  }
}
