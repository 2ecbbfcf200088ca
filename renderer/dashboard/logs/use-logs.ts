import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type LogLineLevel, LogPage } from '../../../shared/logs.ts'
import { toQuery } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import { type Logs, MAX_ASKED, mergeLogs } from './merge-logs.ts'

export interface LogFilter {
  /** The least that matters; undefined for all. */
  level: LogLineLevel | undefined
  q: string | undefined
}

/** A line is read a second after it was written at the latest. An answer without news is a hundred bytes. In ms. */
const EVERY_MS = 1_000

/** The program's own log, and what comes behind it. */
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
    // To compare thousands of lines would take longer than to draw the few that are seen.
    structuralSharing: false,
  })
}
