import { useQuery } from '@tanstack/react-query'
import { RateLimitsResponse } from '../../shared/rate-limit.ts'
import { RequestSummaries } from '../../shared/request-log.ts'
import type { Api } from '../api/api.ts'

export const LIMITS = ['rate-limits'] as const
const FAILED = ['last-failed'] as const

/** Enough to find a failure among the successes of a busy minute, and small enough to poll. */
const LOOKED_AT = 20

export interface Glance {
  limits: RateLimitsResponse | undefined
  /** Newest first. */
  newest: RequestSummaries['requests']
}

/**
 * Log data for the popover, polled every 5 s while visible. A failed poll keeps the last response; both parts show
 * their own age.
 */
export function useGlance(api: Api, visible: boolean): Glance {
  const common = {
    enabled: visible,
    refetchInterval: 5_000,
    retry: false,
    staleTime: 0,
    gcTime: Infinity,
    networkMode: 'always',
  } as const
  const limits = useQuery({
    ...common,
    queryKey: LIMITS,
    queryFn: ({ signal }) => api.get('/api/rate-limits', RateLimitsResponse, signal),
  })
  const newest = useQuery({
    ...common,
    queryKey: FAILED,
    queryFn: ({ signal }) =>
      api.get(`/api/requests/summary?limit=${LOOKED_AT}&status=error`, RequestSummaries, signal),
  })
  return { limits: limits.data, newest: newest.data?.requests ?? [] }
}
