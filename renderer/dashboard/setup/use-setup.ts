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
  /** The switch, where there is one. */
  connect: ConnectSwitch | undefined
  /** The newest request. */
  latestId: string | undefined
}

/** How far the set-up is. */
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
  // Undefined while nobody knows.
  const isDone = history === 'unknown' ? undefined : steps.at(-1)?.isDone
  return { steps, isDone, connect, latestId: latest?.requestId }
}

export interface SetupOffer extends Setup {
  isShown: boolean
  isDone: boolean
  putAway: () => void
}

/**
 * The set-up as the overview offers it. Where all of it works from the start it is not shown; where something was
 * missing it stays until it is put away.
 */
export function useSetupOffer(): SetupOffer {
  const { isDone, ...setup } = useSetup()
  const { isAway, putAway } = useOnce('signalbox.setup')
  const [begun, setBegun] = useState(false)
  if (isDone === false && !begun) setBegun(true)
  return { ...setup, isShown: !isAway && begun, isDone: isDone === true, putAway }
}

/** Whether the log had requests when the page was opened: then somebody has set this up before. */
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
