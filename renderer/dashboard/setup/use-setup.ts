import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LatestDate } from '../../../shared/request-log.ts'
import { connectCommand } from '../../status/connect-command.ts'
import { type ConnectSwitch, useConnection } from '../../status/connection/use-connection.ts'
import { useDeps } from '../deps.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { useOnce } from '../overview/use-once.ts'
import { useServer } from '../server/use-server.ts'
import { type SetupStep, toSetupSteps } from './to-setup-steps.ts'

export interface Setup {
  steps: readonly SetupStep[]
  /** The switch, if there is one. */
  connect: ConnectSwitch | undefined
  /** Id of the newest request. */
  latestId: string | undefined
}

/** Setup progress. */
export function useSetup(): Setup & { isDone: boolean | undefined } {
  const { api } = useDeps()
  const { view, visible, app, inFlight } = useServer()
  const [latest] = useLiveFeed().finished
  const connect = useConnection(api, visible)
  const history = useHistory()
  const steps = toSetupSteps(view, {
    connection: connect?.connection.state,
    inFlight: inFlight.length > 0,
    finished: latest !== undefined || history === 'some',
    byHand: view.baseUrl && connectCommand(view.baseUrl, app?.platform ?? platform()),
  })
  // Undefined while unknown.
  const isDone = history === 'unknown' ? undefined : steps.at(-1)?.isDone
  return { steps, isDone, connect, latestId: latest?.requestId }
}

export interface SetupOffer extends Setup {
  isShown: boolean
  isDone: boolean
  putAway: () => void
}

/** Setup as shown on the overview. Not shown if everything works from the start; otherwise stays until dismissed. */
export function useSetupOffer(): SetupOffer {
  const { isDone, ...setup } = useSetup()
  const { isAway, putAway } = useOnce('signalbox.setup')
  const [begun, setBegun] = useState(false)
  if (isDone === false && !begun) setBegun(true)
  return { ...setup, isShown: !isAway && begun, isDone: isDone === true, putAway }
}

/** Log history at page load. `some` means that this installation was set up before. */
function useHistory(): 'unknown' | 'none' | 'some' {
  const { api } = useDeps()
  const { data, isPending } = useQuery({
    queryKey: ['setup', 'history'],
    queryFn: ({ signal }) => api.get('/api/requests/latest-date', LatestDate, signal),
    staleTime: Infinity,
  })
  if (isPending) return 'unknown'
  return data?.latestDate == null ? 'none' : 'some'
}

function platform(): string {
  return navigator.platform.startsWith('Win') ? 'win32' : 'other'
}
