import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Connection, DisconnectResponse } from '../../../shared/connection.ts'
import { type Api, ApiError } from '../../api/api.ts'
import { CONNECTION, useVerdictInStep } from './use-connection-in-step.ts'

export interface ConnectSwitch {
  connection: Connection
  sending: boolean
  /** Error of the last attempt. */
  failure: string | undefined
  set: (on: boolean) => void
}

/** Connection of Claude Code and its switch. Undefined while unknown, and if there is no switch. */
export function useConnection(api: Api, visible: boolean): ConnectSwitch | undefined {
  const queryClient = useQueryClient()
  const askVerdict = useVerdictInStep()
  const { data, error } = useQuery({
    queryKey: CONNECTION,
    queryFn: ({ signal }) => api.get('/api/connection', Connection, signal),
    enabled: visible,
    // The endpoint reads rarely changing files and lists processes.
    refetchInterval: 10_000,
    retry: false,
    staleTime: 0,
    gcTime: Infinity,
    networkMode: 'always',
  })
  const change = useMutation({
    mutationFn: (on: boolean) => send(api, on),
    networkMode: 'always',
    onSuccess: async (connection) => {
      await queryClient.cancelQueries({ queryKey: CONNECTION })
      queryClient.setQueryData(CONNECTION, connection)
      void askVerdict()
    },
  })
  if (!data || (error instanceof ApiError && error.status === 404)) return undefined
  return {
    connection: data,
    sending: change.isPending,
    failure: change.error?.message,
    set: (on) => {
      if (!change.isPending) change.mutate(on)
    },
  }
}

async function send(api: Api, on: boolean): Promise<Connection> {
  if (on) return api.send('POST', '/api/connection/connect', Connection, {})
  const { connection } = await api.send('POST', '/api/connection/disconnect', DisconnectResponse)
  return connection
}
