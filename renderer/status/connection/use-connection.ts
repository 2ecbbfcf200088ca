import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Connection, DisconnectResponse } from '../../../shared/connection.ts'
import { type Api, ApiError } from '../../api/api.ts'
import { CONNECTION, useVerdictInStep } from './use-connection-in-step.ts'

export interface ConnectSwitch {
  connection: Connection
  sending: boolean
  /** What the last attempt was refused for. */
  failure: string | undefined
  set: (on: boolean) => void
}

/** Whether Claude Code goes through us, and the switch for it. Undefined while unknown, and where there is none. */
export function useConnection(api: Api, visible: boolean): ConnectSwitch | undefined {
  const queryClient = useQueryClient()
  const askVerdict = useVerdictInStep()
  const { data, error } = useQuery({
    queryKey: CONNECTION,
    queryFn: ({ signal }) => api.get('/api/connection', Connection, signal),
    enabled: visible,
    // It reads files that change rarely, and looks at what runs.
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
