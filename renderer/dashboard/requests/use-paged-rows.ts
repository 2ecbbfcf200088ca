import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import type { Api } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import type { RequestFilter } from '../../../shared/request-filter.ts'
import { readSummaries, type SummaryPage } from './read-summaries.ts'
import type { RowRange, RowSource } from './row-source.ts'
/** @internal exported for its test */
export const PAGE_ROWS = 200
/** Pages that nobody looks at any more are kept so long, in ms: a log of any length takes little memory. */
const KEEP_MS = 60_000

/**
 * Rows by their number, from pages that are asked for when they come into view. A page that follows a known one is
 * read from where that ended, in constant time; one that was jumped to is counted from the top. The question has an
 * end that stands still, so that rows that come later do not move those that are shown.
 */
export function usePagedRows(question: RequestFilter, range: RowRange, enabled: boolean): RowSource {
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
 * `{ start: 190, end: 230 }` → `[0, 1]`. The first page always: it tells how many rows there are.
 *
 * @internal exported for its test
 */
export function toPages({ start, end }: RowRange): number[] {
  const first = Math.floor(start / PAGE_ROWS)
  const last = Math.max(first, Math.floor((end - 1) / PAGE_ROWS))
  const seen = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return first === 0 ? seen : [0, ...seen]
}

function keyOf(question: RequestFilter, page: number) {
  return ['requests', 'page', question, page] as const
}

interface PageWish {
  question: RequestFilter
  page: number
  signal: AbortSignal
}

function readPage(api: Api, queryClient: QueryClient, { question, page, signal }: PageWish) {
  const before = queryClient.getQueryData<SummaryPage>(keyOf(question, page - 1))?.next
  const place = before === undefined ? { offset: page * PAGE_ROWS } : { before }
  return readSummaries(api, { ...question, ...place, limit: PAGE_ROWS }, signal)
}
