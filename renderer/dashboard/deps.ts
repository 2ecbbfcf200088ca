import { createContext, use } from 'react'
import type { SignalboxBridge } from '../../shared/ipc.ts'
import type { Api } from '../api/api.ts'
import type { QueryDeps } from '../api/queries.ts'
import type { LiveFeed } from './live/create-live-feed.ts'

/** External dependencies of the dashboard. */
export interface DashboardDeps extends QueryDeps {
  api: Api
  feed: LiveFeed
  storage: Storage
  /** Undefined in a browser. */
  bridge: SignalboxBridge | undefined
}

export const DepsContext = createContext<DashboardDeps | undefined>(undefined)

/** @throws outside the dashboard */
export function useDeps(): DashboardDeps {
  const deps = use(DepsContext)
  if (!deps) throw new Error('no dashboard around this component')
  return deps
}
