import { useQuery } from '@tanstack/react-query'
import { UsageBy } from '../../../shared/usage-by.ts'
import { type Api, toQuery } from '../../api/api.ts'
import { localDay } from '../../status/local-day.ts'

/** Poll interval in ms. */
const EVERY_MS = 5_000
/** Maximum age of values that are shown without it, in ms: two missed polls. */
const FRESH_MS = 2 * EVERY_MS + 3_500

export interface TodayUsage {
  requests: number
  /** US dollars; undefined if nothing of it has a price. */
  cost: number | undefined
  /** Requests that have no price and aren't part of the cost. */
  unpriced: number
  /** The session that cost most. */
  top: { id: string; cost: number } | undefined
  /** Age in ms, if older than the poll interval allows. */
  ageMs: number | undefined
}

/** Usage since midnight, from the sums that the usage page shows. Undefined while unknown. */
export function useTodayUsage(api: Api, now: number, visible: boolean): TodayUsage | undefined {
  const day = localDay(now)
  const [start, end] = [new Date(day.start).toISOString(), new Date(day.end).toISOString()]
  const { data, dataUpdatedAt } = useQuery({
    // Without earlier data: yesterday's sum is none of today's.
    queryKey: ['today', start],
    queryFn: ({ signal }) =>
      api.get(`/api/usage${toQuery({ group: 'session', source: 'proxy', start, end })}`, UsageBy, signal),
    enabled: visible,
    refetchInterval: EVERY_MS,
    retry: false,
    staleTime: 0,
    gcTime: Infinity,
    networkMode: 'always',
  })
  if (data === undefined) return undefined
  const ageMs = now - dataUpdatedAt
  return { ...toUsage(data), ageMs: ageMs > FRESH_MS ? ageMs : undefined }
}

function toUsage({ groups, total, unpriced }: UsageBy): Omit<TodayUsage, 'ageMs'> {
  const [top] = groups.flatMap(({ key: { session }, cost }) =>
    typeof session === 'string' && cost !== null && cost > 0 ? [{ id: session, cost }] : [],
  )
  return {
    requests: total.requests,
    cost: total.cost ?? undefined,
    unpriced: unpriced.reduce((sum, { requests }) => sum + requests, 0),
    top,
  }
}
