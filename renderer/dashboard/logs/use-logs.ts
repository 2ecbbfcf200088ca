import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type LogLineLevel, LogPage } from '../../../shared/logs.ts'
import { toQuery } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import { type Logs, MAX_ASKED, mergeLogs } from './merge-logs.ts'

export interface LogFilter {
  /** Minimum level; undefined for all. */
  level: LogLineLevel | undefined
  q: string | undefined
}

/** Poll interval in ms. A response without new lines is about 100 bytes. */
const EVERY_MS = 1_000

/** The program's log, with new lines as they arrive. */
export function useLogs({ level, q }: LogFilter) {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  const queryKey = ['logs', level ?? '', q ?? '']
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = queryClient.getQueryData<Logs>(queryKey)
      const asked = toQuery({ level, q, after: known?.cursor, limit: MAX_ASKED })
      return mergeLogs(known, await api.get(`/api/logs${asked}`, LogPage, signal))
    },
    refetchInterval: EVERY_MS,
    staleTime: 0,
    placeholderData: keepPreviousData,
    // Comparing thousands of lines would cost more than rendering the visible few.
    structuralSharing: false,
  })
}
