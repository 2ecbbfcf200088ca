import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { RequestDetail, type RequestLog } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'

const REQUEST = 'request'

/** One request with headers and bodies. A finished one never changes; one in flight is fetched again when it ends. */
export function useRequest(id: string | undefined) {
  const { api } = useDeps()
  const { finished } = useLiveFeed()
  const query = useQuery({
    queryKey: [REQUEST, id],
    staleTime: Infinity,
    // Bodies can be several MB, so cache only the latest few.
    gcTime: 30_000,
    retry: false,
    queryFn: ({ signal }) => readRequest(api, id ?? '', signal),
    enabled: id !== undefined,
  })
  const { data, refetch } = query
  const isOpen = data !== undefined && data.termination === undefined
  const hasEnded = isOpen && finished.some(({ requestId }) => requestId === data.requestId)
  useEffect(() => {
    if (hasEnded) void refetch()
  }, [hasEnded, refetch])
  return query
}

/** `GET /api/requests/{id}`. `id` may be the last characters of an id. */
async function readRequest(api: Api, id: string, signal?: AbortSignal): Promise<RequestLog> {
  const path = `/api/requests/${encodeURIComponent(id)}`
  const { request } = await api.get(path, RequestDetail, signal)
  const isWhole = request.termination !== undefined || request.body !== undefined
  return isWhole ? request : { ...request, ...(await readOpenBody(api, path, signal)) }
}

/** Large bodies are parsed here, so that parsing does not block streams on the server. */
async function readOpenBody(api: Api, path: string, signal?: AbortSignal): Promise<Pick<RequestLog, 'body'>> {
  try {
    return { body: JSON.parse(await api.text(`${path}/body?side=request`, signal)) }
  } catch {
    return {}
  }
}
