import type { TSchema } from 'typebox'
import {
  Conversation,
  ConversationAgent,
  ConversationList,
  ConversationMessage,
  ConversationSearch,
  ConversationSummary,
  ProjectConversations,
} from '../../../shared/conversations.ts'
import { CostsResponse } from '../../../shared/costs.ts'
import { RequestOpened } from '../../../shared/events.ts'
import { HeaderRule, ProxySettings, StorageSettings } from '../../../shared/live-settings.ts'
import { DrainState, Livez } from '../../../shared/livez.ts'
import { ModelPrice, PriceTable } from '../../../shared/prices.ts'
import { RateLimitInfo, RateLimitsResponse } from '../../../shared/rate-limit.ts'
import {
  AnthropicUsage,
  RequestList,
  RequestLog,
  RequestSummaries,
  RequestSummary,
  ResponseLog,
} from '../../../shared/request-log.ts'
import {
  ConversationUsage,
  DashboardStats,
  HourlyStatsResponse,
  ModelStatsResponse,
  UsageStats,
} from '../../../shared/stats.ts'
import { SessionAgent, SessionDetail, SessionList, SessionSummary } from '../../../shared/sessions.ts'
import { Status } from '../../../shared/status.ts'
import { StorageStatus } from '../../../shared/storage-status.ts'
import { ErrorResponse } from './responses.ts'
import {
  AnthropicError,
  AnthropicMessage,
  AnthropicRequest,
  AnthropicResponse,
  ModelsResponse,
  SystemMessage,
  TokenCount,
  Tool,
} from './anthropic-schemas.ts'
import {
  DetailedHealthResponse,
  DrainingResponse,
  HealthCheckResponse,
  HealthResponse,
} from './health-schemas.ts'

/** Named schemas of the document. The first ones carry the names of claude-code-proxy's document. */
export const COMPONENTS: Readonly<Record<string, TSchema>> = {
  ErrorResponse,
  HealthResponse,
  DrainingResponse,
  LivezResponse: Livez,
  AnthropicRequest,
  AnthropicMessage,
  SystemMessage,
  Tool,
  AnthropicResponse,
  AnthropicUsage,
  ModelsResponse,
  RequestLog,
  ResponseLog,
  RateLimitInfo,
  RequestSummary,
  UsageStats,
  DashboardStats,
  HourlyStatsResponse,
  ModelStatsResponse,
  ProxySettings,
  HeaderRule,
  AnthropicError,
  Conversation,
  ConversationAgent,
  ConversationList,
  ConversationMessage,
  ConversationSearch,
  ConversationSummary,
  ConversationUsage,
  CostsResponse,
  DetailedHealthResponse,
  DrainState,
  HealthCheckResponse,
  ModelPrice,
  PriceTable,
  ProjectConversations,
  RateLimitsResponse,
  RequestList,
  RequestOpened,
  RequestSummaries,
  SessionAgent,
  SessionDetail,
  SessionList,
  SessionSummary,
  Status,
  StorageSettings,
  StorageStatus,
  TokenCount,
}
