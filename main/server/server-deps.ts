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
import type { StatusLine } from './status-line/create-status-line.ts'

/** Dependencies of the guard and the routes. */
export interface ServerDeps {
  proxy: ProxyDeps
  inFlight: InFlight
  drain: Drain
  log: Logger
  access: Access
  livez: () => Livez
  /** Called when a poll reads the state. */
  onLook: () => void
  onVerdict: (listener: () => void) => () => void
  status: () => Status
  facts: HealthRouteDeps['facts']
  metrics: HealthRouteDeps['metrics']
  /** Runs all health checks again. */
  recheck: () => Promise<void>
  shutdownHost: ShutdownDeps['shutdownHost']
  copies: V1Deps['copies']
  models: V1Deps['models']
  isStopping: V1Deps['isStopping']
  onStarted: V1Deps['onStarted']
  onFinished: V1Deps['onFinished']
  /** A function, because the rules change with the port. */
  guardRules: () => GuardRules
  /** A random id for a request: 16 lower-case hex digits. */
  newId: () => string
  /** The folder of the built pages; `undefined` if they were not built. */
  pages: string | undefined
  /** Required for the dashboard and its API. */
  dashboardPassword: string | undefined
  /** Dependencies of the dashboard's API; `undefined` if nothing is logged, and then there is no such API. */
  dashboard: DashboardSources | undefined
  /** The line for Claude Code's status line; `undefined` if nothing is logged. */
  statusLine: StatusLine | undefined
}
