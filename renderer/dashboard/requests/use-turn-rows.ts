import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { useDeps } from '../deps.ts'
import { groupTurns, turnRow } from './group-turns.ts'
import { readSummaries } from './read-summaries.ts'
import type { RowRange, RowSource, TurnMark } from './row-source.ts'
import type { ListFilter } from './to-filter.ts'
import { toQuestion } from './to-question.ts'
import { toTimes } from './use-request-rows.ts'

const PAGE_ROWS = 200
/** Lines below the visible ones that are loaded before they are needed. */
const AHEAD = 60
/** In ms. */
const KEEP_MS = 60_000

/** A line of the list by turn: a whole turn, or one of the requests of an open turn. */
interface Line {
  row: RequestSummary
  /** Of a turn with several requests. */
  turn?: { id: string; count: number; isOpen: boolean }
  isCall: boolean
}

interface TurnRows extends RowSource {
  /** -1 if it is not among the lines. */
  indexOf: (requestId: string) => number
}

interface TurnRowsOptions {
  pinnedAt: string
  enabled: boolean
  openId: string | undefined
}

/**
 * The log by turn, read page by page from the top: turns cannot be counted in advance. A turn whose first requests are
 * on a page not read yet grows when that page arrives.
 */
export function useTurnRows(
  filter: ListFilter,
  range: RowRange,
  { pinnedAt, enabled, openId }: TurnRowsOptions,
): TurnRows {
  const { api } = useDeps()
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const asked = { ...toQuestion(filter).asked, ...toTimes(filter, pinnedAt) }
  const query = useInfiniteQuery({
    queryKey: ['requests', 'turns', asked],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      readSummaries(api, { ...asked, before: pageParam, limit: PAGE_ROWS }, signal),
    getNextPageParam: ({ next, requests }) => (requests.length < PAGE_ROWS ? undefined : next),
    enabled,
    staleTime: Infinity,
    gcTime: KEEP_MS,
    placeholderData: keepPreviousData,
  })
  const { data, hasNextPage, isFetching, fetchNextPage } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => page.requests) ?? [], [data])
  const lines = useMemo(() => toLines(rows, { toggled, openId }), [rows, toggled, openId])
  // The same objects until the lines change, so that unchanged rows are not rendered again.
  const marks = useMemo(
    () =>
      lines.map(({ turn, isCall }): TurnMark => {
        const toggle = turn && (() => setToggled((ids) => change(ids, turn.id)))
        return { isCall, count: turn?.count, isOpen: turn?.isOpen, toggle }
      }),
    [lines],
  )
  const isNear = range.end + AHEAD >= lines.length
  useEffect(() => {
    if (enabled && isNear && hasNextPage && !isFetching) void fetchNextPage()
  }, [enabled, isNear, hasNextPage, isFetching, fetchNextPage])
  return {
    rowAt: (index) => lines[index]?.row,
    turnAt: (index) => marks[index],
    indexOf: (requestId) => lines.findLastIndex(({ row }) => row.requestId === requestId),
    count: lines.length,
    hasMore: hasNextPage,
    loading: data === undefined,
    error: query.error ?? undefined,
    retry: () => void query.refetch(),
  }
}

function change(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

interface LineOptions {
  /** Turns that were opened or closed by hand. */
  toggled: ReadonlySet<string>
  openId: string | undefined
}

/**
 * The requests of an open turn follow it in the order in which they began.
 *
 * @internal exported for its test
 */
export function toLines(rows: readonly RequestSummary[], { toggled, openId }: LineOptions): Line[] {
  return groupTurns(rows).flatMap((turn): Line[] => {
    const row = turnRow(turn)
    if (row === undefined) return []
    if (turn.rows.length === 1) return [{ row, isCall: false }]
    // A turn is open while one of its requests is shown, unless that is the one that stands for it.
    const holdsOpen = openId !== row.requestId && turn.rows.some(({ requestId }) => requestId === openId)
    const isOpen = toggled.has(turn.id) !== holdsOpen
    const head: Line = { row, turn: { id: turn.id, count: turn.rows.length, isOpen }, isCall: false }
    if (!isOpen) return [head]
    return [head, ...turn.rows.toReversed().map((call): Line => ({ row: call, isCall: true }))]
  })
}
