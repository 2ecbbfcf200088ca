import { acceptJson } from './accept-json.ts'
import type { EventHub } from '../events/create-event-hub.ts'
import type { ExportThread } from '../../export/create-export-thread.ts'
import type { Logger } from '../../logging/logger.ts'
import type { DiagnosticsDeps } from '../../diagnostics/collect-diagnostics.ts'
import { readLoggedHeaders } from './read-logged-headers.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import { type CodexSource, type ConnectionSource, registerCodex, registerConnection } from './connection.ts'
import { type ConversationSource, registerConversations } from './conversations.ts'
import type { EnvironmentVariables } from '../../../shared/environment-variables.ts'
import type { Budgets } from '../budgets/create-budgets.ts'
import { registerBudgets } from './budgets.ts'
import { type PriceSource, registerCosts } from './costs.ts'
import { registerDiagnostics } from './diagnostics.ts'
import { registerEnvironment } from './environment.ts'
import { registerEvents } from './events.ts'
import { registerHeaderRules } from './header-rules.ts'
import { registerExport } from './log/export.ts'
import type { TypedApp } from './log/log-routes.ts'
import { registerOneRequest } from './log/one-request.ts'
import type { OpenRequestDeps } from './log/read-open-request.ts'
import { registerRequests } from './log/requests.ts'
import { registerSessions } from './log/sessions.ts'
import { registerStatistics } from './log/statistics.ts'
import { registerUsage } from './usage.ts'
import { registerTranscriptUsage } from './transcript-usage.ts'
import type { TranscriptImport } from '../transcript-usage/create-transcript-import.ts'
import { registerLogs } from './logs.ts'
import { registerProviders } from './providers.ts'
import { registerRouting, type RoutingDeps } from './routing.ts'
import { registerSettings } from './settings.ts'
import { registerStatusLineSettings } from './status-line.ts'
import { registerStorage } from './storage.ts'

/** Dependencies of the dashboard's API. */
export interface DashboardSources {
  log: RequestLogSource
  conversations: ConversationSource
  settings: RoutingDeps['settings']
  prices: PriceSource
  budgets: Budgets
  transcriptImport: TranscriptImport
  connection: ConnectionSource
  codex: CodexSource
  routing: RoutingDeps['routing']
  prompts: RoutingDeps['prompts']
  /** Environment settings of providers: keys, addresses, models. */
  env: RoutingDeps['env']
  /** The variables that make a setting. */
  environment: EnvironmentVariables
  routerConfig: RoutingDeps['routerConfig']
  /** The upstream of requests with the client's own sign-in. */
  upstream: URL
  /** Sent upstream when the client sends none. */
  anthropicVersion: string
  /** True for addresses that lead back to this server. */
  isSelf: (address: URL) => boolean
  diagnostics: Pick<DiagnosticsDeps, 'ownLog' | 'redaction' | 'startup' | 'asksForPassword'>
}

export interface DashboardDeps extends DashboardSources {
  inFlight: OpenRequestDeps['inFlight']
  hub: EventHub
  exports: ExportThread
  logger: Logger
  version: () => string
  baseUrl: () => string
  facts: DiagnosticsDeps['facts']
  status: DiagnosticsDeps['status']
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/** Registers the dashboard's API in a scope of its own, because its routes take JSON and all others take no body. */
export function registerDashboard(scope: TypedApp, deps: DashboardDeps): void {
  acceptJson(scope)
  registerRequests(scope, deps)
  const capturesBodies = () => deps.settings.read().storage.capture === 'full'
  registerOneRequest(scope, { ...deps, capturesBodies })
  registerExport(scope, deps)
  registerSessions(scope, deps)
  registerStatistics(scope, deps)
  registerCosts(scope, deps)
  registerUsage(scope, deps)
  registerTranscriptUsage(scope, deps)
  registerBudgets(scope, deps)
  registerConversations(scope, deps.conversations)
  registerStorage(scope, deps)
  registerSettings(scope, deps)
  registerEnvironment(scope, deps)
  registerStatusLineSettings(scope, deps)
  registerHeaderRules(scope, {
    settings: deps.settings.read,
    anthropicVersion: deps.anthropicVersion,
    loggedHeaders: (id, side) => readLoggedHeaders(deps.log, { id, side }),
  })
  registerProviders(scope, deps)
  registerRouting(scope, deps)
  registerConnection(scope, deps)
  registerCodex(scope, deps)
  registerEvents(scope, deps.hub)
  registerLogs(scope, deps.diagnostics)
  registerDiagnostics(scope, { ...deps, ...deps.diagnostics })
}
