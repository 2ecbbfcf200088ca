import { createContext, use } from 'react'
import type { AppInfo } from '../../../shared/ipc.ts'
import type { InFlightItem } from '../../../shared/livez.ts'
import type { DrainButtonState } from '../../status/drain-button-state.ts'
import type { View } from '../../status/to-view.ts'
import type { DrainActions } from '../../status/use-drain-actions.ts'

/** The server as it was last seen, and what can be done with it: the tray's own words and drain. */
export interface Server {
  view: View
  face: DrainButtonState
  drain: DrainActions
  app: AppInfo | undefined
  /** All that the server named, oldest first; their ages go on between two answers. */
  inFlight: readonly InFlightItem[]
  /** Milliseconds since the epoch; goes on every second. */
  now: number
  visible: boolean
  /** Asks everything once more, now. */
  refresh: () => void
}

export const ServerContext = createContext<Server | undefined>(undefined)

/** Draws anew every second. @throws outside of the dashboard */
export function useServer(): Server {
  const server = use(ServerContext)
  if (!server) throw new Error('no server around this component')
  return server
}
