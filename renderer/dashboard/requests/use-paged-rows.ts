import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import type { Api } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import type { RequestSort } from '../../../shared/request-filter.ts'
import type { AskedFilter } from './to-question.ts'
import { readSummaries, type SummaryPage } from './read-summaries.ts'
import type { RowRange, RowSource } from './row-source.ts'

/** A filter, and the order of the list if it is not newest first. */
type ListQuestion = AskedFilter & { sort?: RequestSort }

/** @internal exported for its test */
export const PAGE_ROWS = 200
/** Cache time of pages out of view, in ms, so that memory stays small for any length of the log. */
const KEEP_MS = 60_000

/**
 * Rows by index, from pages fetched when they scroll into view. A page after a loaded one is read from its cursor, in
 * constant time; other pages are read by offset. The query has a fixed end time, so new rows do not move the visible
 * ones.
 */
export function usePagedRows(question: ListQuestion, range: RowRange, enabled: boolean): RowSource {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  const pages = toPages(range)
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: keyOf(question, page),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        readPage(api, queryClient, { question, page, signal }),
      staleTime: Infinity,
      gcTime: KEEP_MS,
      enabled,
    })),
  })
  const pageOf = (page: number) => queryClient.getQueryData<SummaryPage>(keyOf(question, page))
  const known = results.find(({ data }) => data !== undefined)?.data
  return {
    rowAt: (index) => pageOf(Math.floor(index / PAGE_ROWS))?.requests[index % PAGE_ROWS],
    count: known?.total ?? 0,
    loading: known === undefined,
    error: results.find(({ error }) => error !== null)?.error ?? undefined,
    retry: () => results.forEach(({ isError, refetch }) => isError && void refetch()),
  }
}

/**
 * `{ start: 190, end: 230 }` → `[0, 1]`. Always includes the first page, which has the total.
 *
 * @internal exported for its test
 */
export function toPages({ start, end }: RowRange): number[] {
  const first = Math.floor(start / PAGE_ROWS)
  const last = Math.max(first, Math.floor((end - 1) / PAGE_ROWS))
  const seen = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return first === 0 ? seen : [0, ...seen]
}

function keyOf(question: ListQuestion, page: number) {
  return ['requests', 'page', question, page] as const
}

interface PageWish {
  question: ListQuestion
  page: number
  signal: AbortSignal
}

function readPage(api: Api, queryClient: QueryClient, { question, page, signal }: PageWish) {
  const before = queryClient.getQueryData<SummaryPage>(keyOf(question, page - 1))?.next
  const place = before === undefined ? { offset: page * PAGE_ROWS } : { before }
  return readSummaries(api, { ...question, ...place, limit: PAGE_ROWS }, signal)
}
