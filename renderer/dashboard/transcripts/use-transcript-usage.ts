import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { TranscriptUsage } from '../../../shared/transcript-usage.ts'
import { useDeps } from '../deps.ts'

const KEY = ['transcript-usage']
/** Poll interval while an import runs, in ms. */
const EVERY_MS = 500

/** State of the import of usage from transcripts. The usage of the page is read again when it ends. */
export function useTranscriptUsage() {
  const { api } = useDeps()
  const client = useQueryClient()
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get('/api/usage/transcripts', TranscriptUsage, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? EVERY_MS : false),
    retry: false,
    staleTime: 30_000,
  })
  const importedAt = query.data?.importedAt
  const seen = useRef(importedAt)
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== importedAt)
      for (const key of ['costs', 'usage', 'hourly']) void client.invalidateQueries({ queryKey: [key] })
    seen.current = importedAt ?? 'none'
  }, [client, importedAt])
  return query
}

/** Imports, cancels, declines or removes. */
export function useTranscriptAction() {
  const { api } = useDeps()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (action: 'import' | 'cancel' | 'decline' | 'remove') =>
      action === 'remove'
        ? api.send('DELETE', '/api/usage/transcripts', TranscriptUsage)
        : api.send('POST', '/api/usage/transcripts', TranscriptUsage, { action }),
    onSuccess: (next) => client.setQueryData(KEY, next),
  })
}
