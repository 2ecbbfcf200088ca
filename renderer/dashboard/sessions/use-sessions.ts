import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { SessionDetail, SessionList, type SessionSort } from '../../../shared/sessions.ts'
import { ApiError, toQuery } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import { readSummaries } from '../requests/read-summaries.ts'

const PAGE = 100
/** Requests that a session's page reads, newest first. */
export const MAX_REQUESTS = 1_000
/** Intervals between updates, in ms. */
const LIST_EVERY_MS = 10_000
const RUNNING_EVERY_MS = 3_000
const IDLE_EVERY_MS = 15_000

/** Sessions in the log, page by page. */
export function useSessions(search: string, sort: SessionSort) {
  const { api } = useDeps()
  return useInfiniteQuery({
    queryKey: ['sessions', sort, search],
    initialPageParam: 0,
    staleTime: LIST_EVERY_MS,
    refetchInterval: LIST_EVERY_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      api.get(
        `/api/sessions${toQuery({ search: search || undefined, sort, offset: pageParam, limit: PAGE })}`,
        SessionList,
        signal,
      ),
    getNextPageParam: ({ offset, sessions, total }) =>
      offset + sessions.length < total && sessions.length > 0 ? offset + sessions.length : undefined,
  })
}

/** One session; null if none of its requests is in the log. Updates while it runs. */
export function useSession(id: string) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['session', id],
    queryFn: async ({ signal }) => {
      try {
        return await api.get(`/api/sessions/${encodeURIComponent(id)}`, SessionDetail, signal)
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      }
    },
    refetchInterval: ({ state }) => ((state.data?.running ?? 0) > 0 ? RUNNING_EVERY_MS : IDLE_EVERY_MS),
  })
}

/**
 * The newest requests of a session. Asked again only when the session has changed.
 *
 * @param state changes with each of its requests; undefined while unknown
 */
export function useSessionRequests(id: string, state: string | undefined) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['session-requests', id, state],
    queryFn: ({ signal }) => readSummaries(api, { session: id, limit: MAX_REQUESTS }, signal),
    enabled: state !== undefined,
    staleTime: Infinity,
    // A page of a thousand rows; only the newest one is of use.
    gcTime: 10_000,
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
  })
}
