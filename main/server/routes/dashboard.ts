import { acceptJson } from '../accept-json.ts'
import type { EventHub } from '../events/create-event-hub.ts'
import type { Logger } from '../logger.ts'
import type { RequestLogSource } from '../request-log.ts'
import { type ConversationSource, registerConversations } from './conversations.ts'
import { type PriceSource, registerCosts } from './costs.ts'
import { registerEvents } from './events.ts'
import { registerExport } from './log/export.ts'
import type { TypedApp } from './log/log-routes.ts'
import { registerRequests } from './log/requests.ts'
import { registerStatistics } from './log/statistics.ts'
import { type LiveSettingsSource, registerStorage } from './storage.ts'

/** Where the dashboard's answers come from; each of them is wired from another room. */
export interface DashboardSources {
  log: RequestLogSource
  conversations: ConversationSource
  settings: LiveSettingsSource
  prices: PriceSource
}

export interface DashboardDeps extends DashboardSources {
  hub: EventHub
  logger: Logger
  version: () => string
  baseUrl: () => string
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/** The dashboard's API (SPEC §4), in a scope of its own: its routes take JSON, the others take nothing. */
export function registerDashboard(scope: TypedApp, deps: DashboardDeps): void {
  acceptJson(scope)
  registerRequests(scope, deps)
  registerExport(scope, deps)
  registerStatistics(scope, deps)
  registerCosts(scope, deps)
  registerConversations(scope, deps.conversations)
  registerStorage(scope, deps)
  registerEvents(scope, deps.hub)
}
