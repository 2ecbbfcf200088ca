import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CostsResponse } from '../../../shared/costs.ts'
import { RateLimitsResponse } from '../../../shared/rate-limit.ts'
import { HourlyStatsResponse, Organizations } from '../../../shared/stats.ts'
import { UsageBy, type UsageGroup } from '../../../shared/usage-by.ts'
import { toQuery } from '../../api/api.ts'
import { useDeps } from '../deps.ts'

/** ISO 8601, both inclusive. */
export interface TimeRange {
  start: string
  end: string
}

/** Poll interval in ms. Totals change with every request, but need no faster updates. */
const EVERY_MS = 10_000
const COMMON = { refetchInterval: EVERY_MS, staleTime: EVERY_MS / 2, placeholderData: keepPreviousData }

/** Tokens and estimated costs by day and by model. */
export function useCosts(range: TimeRange, org?: string) {
  const { api } = useDeps()
  return useQuery({
    ...COMMON,
    queryKey: ['costs', range.start, range.end, org],
    queryFn: ({ signal }) =>
      api.get(`/api/costs${toQuery({ ...range, org, tz: zone() })}`, CostsResponse, signal),
  })
}

/** Groups that a page gets, the most expensive ones; there may be thousands of sessions. */
export const MAX_GROUPS = 500

/** Usage and estimated cost by one grouping. */
export function useUsageBy(group: UsageGroup, range: TimeRange, org?: string) {
  const { api } = useDeps()
  return useQuery({
    ...COMMON,
    queryKey: ['usage', group, range.start, range.end, org],
    queryFn: ({ signal }) =>
      api.get(
        `/api/usage${toQuery({ group, ...range, org, tz: zone(), limit: MAX_GROUPS })}`,
        UsageBy,
        signal,
      ),
  })
}

/** Full paths of the last week's projects, most expensive first; empty until they are known. */
export function useProjects(): string[] {
  const { api } = useDeps()
  const { data } = useQuery({
    queryKey: ['projects'],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get(`/api/usage?group=project&limit=${MAX_GROUPS}`, UsageBy, signal),
  })
  return (data?.groups ?? []).flatMap(({ key: { project } }) => project ?? [])
}

/** Tokens and requests by the local time of day. */
export function useHours(range: TimeRange, org?: string) {
  const { api } = useDeps()
  return useQuery({
    ...COMMON,
    queryKey: ['hourly', range.start, range.end, org],
    queryFn: ({ signal }) =>
      api.get(`/api/stats/hourly${toQuery({ ...range, org, tz: zone() })}`, HourlyStatsResponse, signal),
  })
}

/** Limits of each organization, from its newest response. */
export function useRateLimits() {
  const { api } = useDeps()
  return useQuery({
    ...COMMON,
    queryKey: ['rate-limits'],
    queryFn: ({ signal }) => api.get('/api/rate-limits', RateLimitsResponse, signal),
  })
}

/** All organizations that any response named. */
export function useOrganizations() {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['organizations'],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get('/api/stats/organizations', Organizations, signal),
  })
}

/** The browser's time zone, not the server's. */
function zone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
