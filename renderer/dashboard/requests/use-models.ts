import { useQuery } from '@tanstack/react-query'
import { ModelStatsResponse } from '../../../shared/stats.ts'
import { toQuery } from '../../api/api.ts'
import { useDeps } from '../deps.ts'

const DAYS_90 = 90 * 86_400_000
const NONE: readonly string[] = []

/** Models requested in the last 90 days, most used first. Empty until loaded. */
export function useModels(): readonly string[] {
  const { api, now } = useDeps()
  const { data } = useQuery({
    queryKey: ['models'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const end = now()
      const range = { start: new Date(end - DAYS_90).toISOString(), end: new Date(end).toISOString() }
      const { modelStats } = await api.get(`/api/stats/models${toQuery(range)}`, ModelStatsResponse, signal)
      return modelStats.map(({ model }) => model).filter((model) => model !== 'unknown')
    },
  })
  return data ?? NONE
}
