import { useQuery } from '@tanstack/react-query'
import { Explanation } from '../../../../shared/explanation.ts'
import { useDeps } from '../../deps.ts'

/** `GET /api/requests/{id}/explanation`. That of a finished request doesn't change. */
export function useExplanation({ requestId, termination }: { requestId: string; termination?: unknown }) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['explanation', requestId, termination !== undefined],
    staleTime: Infinity,
    retry: false,
    queryFn: ({ signal }) =>
      api.get(`/api/requests/${encodeURIComponent(requestId)}/explanation`, Explanation, signal),
  })
}
