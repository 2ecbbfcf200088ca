import { Router } from 'wouter'
import { DepsContext, type DashboardDeps } from './deps.ts'
import { useHashLocation, useHashSearch } from './url-state/use-hash-location.ts'
import { Shell } from './shell/shell.tsx'
import { ServerProvider } from './server/server-provider.tsx'

/** The dashboard: what it reaches the world through, where it is, what it knows of the server, and its frame. */
export function DashboardApp({ deps }: { deps: DashboardDeps }) {
  return (
    <DepsContext value={deps}>
      {/* The router takes its hooks as values, once and for good. */}
      {/* oxlint-disable-next-line react/hooks */}
      <Router hook={useHashLocation} searchHook={useHashSearch}>
        <ServerProvider>
          <Shell />
        </ServerProvider>
      </Router>
    </DepsContext>
  )
}
