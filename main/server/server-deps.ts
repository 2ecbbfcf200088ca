import type { Livez } from '../../shared/livez.ts'
import type { Status } from '../../shared/status.ts'
import type { Logger } from '../logging/logger.ts'
import type { ProxyDeps } from '../proxy/exchange.ts'
import type { InFlight } from '../proxy/recorder/in-flight.ts'
import type { Drain } from './drain.ts'
import type { Access } from './guard/access.ts'
import type { GuardRules } from './guard/guard.ts'
import type { DashboardSources } from './routes/dashboard.ts'
import type { HealthRouteDeps } from './routes/health.ts'
import type { ShutdownDeps } from './routes/shutdown.ts'
import type { V1Deps } from './routes/v1.ts'

/** All that the guard and the routes are built on. */
export interface ServerDeps {
  proxy: ProxyDeps
  inFlight: InFlight
  drain: Drain
  log: Logger
  access: Access
  livez: () => Livez
  onVerdict: (listener: () => void) => () => void
  status: () => Status
  facts: HealthRouteDeps['facts']
  metrics: HealthRouteDeps['metrics']
  /** Runs the health checks afresh. */
  recheck: () => Promise<void>
  shutdownHost: ShutdownDeps['shutdownHost']
  copies: V1Deps['copies']
  models: V1Deps['models']
  isStopping: V1Deps['isStopping']
  onStarted: V1Deps['onStarted']
  onFinished: V1Deps['onFinished']
  /** Changes with the port, so it is asked for on every request. */
  guardRules: () => GuardRules
  /** A random id for a request: 16 lower-case hex digits. */
  newId: () => string
  /** The folder of the built pages; `undefined` where they were not built. */
  pages: string | undefined
  /** Asked for before the dashboard and its API is anything shown. */
  dashboardPassword: string | undefined
  /** Where the dashboard's API gets its answers; `undefined` where nothing is logged, and there is no such API. */
  dashboard: DashboardSources | undefined
}
