import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  Connection,
  type ConnectRequest,
  DisconnectResponse,
  DoctorReport,
} from '../../../shared/connection.ts'
import { CONNECTION, useVerdictInStep } from '../../status/connection/use-connection-in-step.ts'
import { useDeps } from '../deps.ts'

const DOCTOR = ['connection', 'doctor'] as const
/** Poll interval in ms. The endpoint reads rarely changing files and lists processes. */
const EVERY_MS = 5_000

/** Connection of Claude Code to Signalbox. */
export function useConnection() {
  const { api } = useDeps()
  return useQuery({
    queryKey: CONNECTION,
    queryFn: ({ signal }) => api.get('/api/connection', Connection, signal),
    refetchInterval: EVERY_MS,
  })
}

/** All settings that affect the connection. */
export function useDoctor() {
  const { api } = useDeps()
  return useQuery({
    queryKey: DOCTOR,
    queryFn: ({ signal }) => api.get('/api/connection/doctor', DoctorReport, signal),
    staleTime: 0,
  })
}

export type Change = { to: 'on'; request: ConnectRequest } | { to: 'off' }

/** The switch. `data` holds the settings that the last disconnect left alone. */
export function useConnectSwitch() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  const askVerdict = useVerdictInStep()
  return useMutation({
    mutationFn: async (change: Change): Promise<DisconnectResponse> => {
      if (change.to === 'off') return api.send('POST', '/api/connection/disconnect', DisconnectResponse)
      const connection = await api.send('POST', '/api/connection/connect', Connection, change.request)
      return { connection, left: [] }
    },
    networkMode: 'always',
    onSuccess: async ({ connection }) => {
      await queryClient.cancelQueries({ queryKey: CONNECTION })
      queryClient.setQueryData(CONNECTION, connection)
      void queryClient.invalidateQueries({ queryKey: DOCTOR })
      void askVerdict()
    },
  })
}

export type ConnectSwitch = ReturnType<typeof useConnectSwitch>
