import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDeps } from '../deps.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { useServer } from '../server/use-server.ts'
import type { RequestFilter, RequestSort } from '../../../shared/request-filter.ts'
import { readSummaries } from './read-summaries.ts'
import type { RowRange, RowSource } from './row-source.ts'
import type { ListFilter } from './to-filter.ts'
import { isPart, type Question, toQuestion } from './to-question.ts'
import { usePagedRows } from './use-paged-rows.ts'
import { useScannedRows } from './use-scanned-rows.ts'

/** Earlier than any log entry. */
const EVER = '2000-01-01T00:00:00.000Z'

/** Log rows that match the filter as of `pinnedAt` (ISO 8601), updated with later results of those requests. */
export function useRequestRows(
  filter: ListFilter,
  range: RowRange,
  { pinnedAt, sort, enabled }: { pinnedAt: string; sort: RequestSort; enabled: boolean },
): RowSource {
  const key = JSON.stringify([filter, sort])
  const question = toQuestion(filter)
  const times = toTimes(filter, pinnedAt)
  const asked = { ...question.asked, ...times }
  const scans = isScanned(question)
  const { end } = times
  const paged = usePagedRows(sort === 'time' ? asked : { ...asked, sort }, range, enabled && !scans)
  const scanned = useScannedRows({ ...question, asked }, range.end, enabled && scans)
  const whole = useWhole({ model: filter.model, ...times }, enabled && isPart(filter))
  return { ...useEnded(useSteady(scans ? scanned : paged, { key, id: `${key} ${end}` })), whole }
}

/** ISO 8601, both inclusive. */
export function toTimes(filter: ListFilter, pinnedAt: string): { start: string; end: string } {
  const end = filter.end !== undefined && filter.end < pinnedAt ? filter.end : pinnedAt
  return { start: filter.start ?? EVER, end }
}

/** True if rows are found by scanning back through the log, so that their positions are not known in advance. */
export function isScanned({ test, body }: Question): boolean {
  return test !== undefined || body !== undefined
}

/** Number of rows that match the model and times alone. */
function useWhole(asked: RequestFilter, enabled: boolean): number | undefined {
  const { api } = useDeps()
  const { data } = useQuery({
    queryKey: ['requests', 'whole', asked],
    queryFn: ({ signal }) => readSummaries(api, { ...asked, limit: 1 }, signal),
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
    enabled,
  })
  return enabled ? data?.total : undefined
}

/** Keeps the last known rows while newer ones of the same filter load. */
function useSteady(source: RowSource, { key, id }: { key: string; id: string }): RowSource {
  const [last, setLast] = useState({ key, id, source })
  const isBetter = !source.loading && (last.id !== id || last.source.count !== source.count)
  if (isBetter) setLast({ key, id, source })
  const steady = source.loading && !source.error && last.key === key && !last.source.loading
  return steady ? last.source : source
}

/** Updates a row that was in flight when it was read with its model and outcome, once known. */
function useEnded(source: RowSource): RowSource {
  const { finished } = useLiveFeed()
  const { inFlight } = useServer()
  return {
    ...source,
    rowAt: (index) => {
      const row = source.rowAt(index)
      if (row === undefined || row.termination !== undefined) return row
      const ended = finished.find(({ requestId }) => requestId === row.requestId)
      if (ended !== undefined) return ended
      const model = inFlight.find(({ id }) => id === row.requestId)?.model
      return model === undefined || row.model !== undefined ? row : { ...row, model }
    },
  }
}
