import { Router } from 'wouter'
import { DepsContext, type DashboardDeps } from './deps.ts'
import { useHashLocation, useHashSearch } from './url-state/use-hash-location.ts'
import { Shell } from './shell/shell.tsx'
import { ServerProvider } from './server/server-provider.tsx'

/** Root of the dashboard: dependencies, routing, server state and layout. */
export function DashboardApp({ deps }: { deps: DashboardDeps }) {
  return (
    <DepsContext value={deps}>
      {/* The router takes its hooks as values, which never change. */}
      {/* oxlint-disable-next-line react/hooks */}
      <Router hook={useHashLocation} searchHook={useHashSearch}>
        <ServerProvider>
          <Shell />
        </ServerProvider>
      </Router>
    </DepsContext>
  )
}
