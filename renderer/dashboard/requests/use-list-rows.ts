import type { RequestSort } from '../../../shared/request-filter.ts'
import type { RowRange, RowSource } from './row-source.ts'
import type { ListFilter } from './to-filter.ts'
import { keepsTurns } from './use-list-view.ts'
import { useOpenPlace } from './use-open-place.ts'
import { useRequestRows } from './use-request-rows.ts'
import { useTurnRows } from './use-turn-rows.ts'

interface ListRowsOptions {
  filter: ListFilter
  range: RowRange
  /** ISO 8601: the time at which the list is pinned. */
  pinnedAt: string
  sort: RequestSort
  openId: string | undefined
  cursor: number | undefined
  setCursor: (index: number) => void
  /** True to group by turn where the filter and the order allow it. */
  groups: boolean
}

interface ListRows {
  rows: RowSource
  isGrouped: boolean
  canGroup: boolean
  /** True if the open request is not among the rows. */
  isElsewhere: boolean
}

/** Rows of the list, one by one or by turn, with the cursor on the open request. */
export function useListRows({ filter, range, pinnedAt, sort, openId, ...list }: ListRowsOptions): ListRows {
  const { cursor, setCursor, groups } = list
  const canGroup = sort === 'time' && keepsTurns(filter)
  const turns = useTurnRows(filter, range, { pinnedAt, enabled: canGroup && groups, openId })
  const place = openId === undefined ? undefined : turns.indexOf(openId)
  // A link to an old request leads to its place in the whole log, which only the list of single requests can skip to.
  const isGrouped = canGroup && groups && (turns.loading || place !== -1)
  const flat = useRequestRows(filter, range, { pinnedAt, sort, enabled: !isGrouped })
  const rows = isGrouped ? turns : flat
  if (isGrouped && cursor === undefined && place !== undefined && place !== -1) setCursor(place)
  const isElsewhere = useOpenPlace({
    // Only in order of time does a request's own time tell its place.
    openId: sort === 'time' && !isGrouped ? openId : undefined,
    filter,
    pinnedAt,
    rows,
    cursor,
    setCursor,
  })
  return { rows, isGrouped, canGroup, isElsewhere }
}
