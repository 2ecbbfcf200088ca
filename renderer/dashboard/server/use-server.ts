import { createContext, use } from 'react'
import type { AppInfo } from '../../../shared/ipc.ts'
import type { InFlightItem } from '../../../shared/livez.ts'
import type { DrainButtonState } from '../../status/drain-button-state.ts'
import type { View } from '../../status/to-view.ts'
import type { DrainActions } from '../../status/use-drain-actions.ts'

/** Last known state of the server and its actions, shared with the tray. */
export interface Server {
  view: View
  face: DrainButtonState
  drain: DrainActions
  app: AppInfo | undefined
  /** All requests that the server listed, oldest first; ages advance between responses. */
  inFlight: readonly InFlightItem[]
  /** Milliseconds since the epoch; updates every second. */
  now: number
  visible: boolean
  /** Refetches everything now. */
  refresh: () => void
}

export const ServerContext = createContext<Server | undefined>(undefined)

/** Re-renders every second. @throws outside the dashboard */
export function useServer(): Server {
  const server = use(ServerContext)
  if (!server) throw new Error('no server around this component')
  return server
}
