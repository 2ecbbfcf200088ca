import { Type } from 'typebox'
import { RateLimitsResponse } from '../../../../shared/rate-limit.ts'
import { coded } from '../../../../shared/language/say.ts'
import {
  ConversationUsage,
  DashboardStats,
  HourlyStatsResponse,
  ModelStatsResponse,
  Organizations,
  UsageStats,
} from '../../../../shared/stats.ts'
import { responses, LOG_FAILURES } from '../../openapi/responses.ts'
import { badQuery } from '../query/read-query.ts'
import { readRange } from '../query/read-range.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'
import { PARAMS, sendJson, REQUIRED_RANGE, type TypedApp } from './log-routes.ts'

const MINUTES_A_DAY = 1440

const StatsQuery = Type.Object({
  start_date: Type.Optional(
    Type.String({ description: 'Date or time. Defaults to seven days before the end.' }),
  ),
  end_date: Type.Optional(Type.String({ description: 'Date (inclusive) or time. Defaults to now.' })),
  model: PARAMS.model,
  org: PARAMS.org,
  tz: PARAMS.tz,
})

const DailyQuery = Type.Object({
  start: PARAMS.start,
  end: PARAMS.end,
  org: PARAMS.org,
  tz: PARAMS.tz,
})

const ModelsQuery = Type.Object({ ...REQUIRED_RANGE, org: PARAMS.org, tz: PARAMS.tz })

const HourlyQuery = Type.Object({
  ...ModelsQuery.properties,
  bucket: Type.Integer({
    minimum: 1,
    maximum: MINUTES_A_DAY,
    default: 60,
    description: 'Bucket length in minutes. Must divide a day.',
  }),
})

const ConversationQuery = Type.Object({
  session: Type.Optional(Type.String({ description: 'Session ID.' })),
  conversation: Type.Optional(Type.String({ description: 'Hash that identifies a conversation.' })),
})

interface Sources {
  log: RequestLogSource
  now: () => number
}

/** Registers usage by day, hour, model, conversation and organization, and the limits. */
export function registerStatistics(app: TypedApp, sources: Sources): void {
  registerRanges(app, sources)
  registerOthers(app, sources)
}

/** Statistics of a range of time. */
function registerRanges(app: TypedApp, { log, now }: Sources): void {
  app.get(
    '/api/stats',
    {
      schema: {
        operationId: 'getStats',
        summary: 'Get the usage of a time range by model',
        querystring: StatsQuery,
        response: responses({ 200: UsageStats }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query: { start_date, end_date, model, org, tz } }, reply) => {
      const { start, end } = readRange({ start: start_date, end: end_date, tz }, now())
      return sendJson(reply, log.json('stats', { start, end, model, org }))
    },
  )
  app.get(
    '/api/stats/dashboard',
    {
      schema: {
        operationId: 'getDashboardStats',
        summary: 'Get usage by local day',
        querystring: DailyQuery,
        response: responses({ 200: DashboardStats }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query }, reply) => sendJson(reply, log.json('daily', { ...readRange(query, now()), org: query.org })),
  )
  app.get(
    '/api/stats/hourly',
    {
      schema: {
        operationId: 'getHourlyStats',
        summary: 'Get usage by local time of day',
        querystring: HourlyQuery,
        response: responses({ 200: HourlyStatsResponse }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query }, reply) => {
      const { bucket, org } = query
      if (MINUTES_A_DAY % bucket !== 0) throw badQuery('bucket', coded('invalid.bucket'))
      return sendJson(reply, log.json('hourly', { ...readRange(query, now()), bucket, org }))
    },
  )
  app.get(
    '/api/stats/models',
    {
      schema: {
        operationId: 'getModelStats',
        summary: 'Get usage by model, most tokens first',
        querystring: ModelsQuery,
        response: responses({ 200: ModelStatsResponse }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query }, reply) => {
      const { start, end } = readRange(query, now())
      return sendJson(reply, log.json('models', { start, end, org: query.org }))
    },
  )
}

function registerOthers(app: TypedApp, { log }: Pick<Sources, 'log'>): void {
  app.get(
    '/api/stats/conversation',
    {
      schema: {
        operationId: 'getConversationStats',
        summary: 'Get the usage of a conversation by model',
        querystring: ConversationQuery,
        response: responses({ 200: ConversationUsage }, 'bad_query', 'not_found', ...LOG_FAILURES),
      },
    },
    ({ query: { session, conversation } }, reply) => {
      if (session === undefined && conversation === undefined)
        throw badQuery('session', coded('invalid.required'))
      return sendJson(reply, log.json('conversationUsage', { session, conversation }))
    },
  )
  app.get(
    '/api/stats/organizations',
    {
      schema: {
        operationId: 'getOrganizations',
        summary: 'List the organizations named in responses',
        response: responses({ 200: Organizations }, ...LOG_FAILURES),
      },
    },
    (_request, reply) => sendJson(reply, log.json('organizations', {})),
  )
  app.get(
    '/api/rate-limits',
    {
      schema: {
        operationId: 'getRateLimits',
        summary: 'Get each organization’s rate limits, each as of the latest response that named it',
        response: responses({ 200: RateLimitsResponse }, ...LOG_FAILURES),
      },
    },
    (_request, reply) => sendJson(reply, log.json('rateLimits', {})),
  )
}
