import { Type } from 'typebox'
import { DeletedRequests, LatestDate, RequestList, RequestSummaries } from '../../../../shared/request-log.ts'
import { RequestSort } from '../../../../shared/request-filter.ts'
import type { PriceSource } from '../costs.ts'
import { responses, LOG_FAILURES } from '../../openapi/responses.ts'
import { readTime, readZone } from '../query/read-time.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'
import type { Logger } from '../../../logging/logger.ts'
import { sendJson, type TypedApp, whileWanted } from './log-routes.ts'
import { SummaryQuery, toFilter } from './summary-query.ts'

/** Limited, because a page of whole requests is read into memory. */
const MAX_PAGE_ROWS = 1000
const LAST_PAGE = 1_000_000_000
/** A larger limit means no limit, as in claude-code-proxy. */
const MAX_LIMIT = 100_000

const ListQuery = Type.Object({
  ...SummaryQuery.properties,
  page: Type.Integer({ minimum: 1, maximum: LAST_PAGE, default: 1 }),
  limit: Type.Integer({ minimum: 1, maximum: MAX_PAGE_ROWS, default: 10 }),
})

const PagedSummaryQuery = Type.Object({
  ...SummaryQuery.properties,
  offset: Type.Integer({ minimum: 0, maximum: LAST_PAGE * MAX_PAGE_ROWS, default: 0 }),
  limit: Type.Integer({
    minimum: 0,
    default: 0,
    description: 'Maximum number of requests. 0 or more than 100,000 means no limit.',
  }),
  before: Type.Optional(
    Type.String({ description: 'The `next` of the previous page. Replaces the offset.' }),
  ),
  sort: Type.Optional(RequestSort),
  minCost: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'Minimum estimated cost in US dollars.' }),
  ),
  body: Type.Optional(
    Type.String({
      maxLength: 256,
      description:
        'Text in stored bodies. A page then takes about a second, reports how far back it searched, and may be empty although there is a `next`.',
    }),
  ),
})

const ClearQuery = Type.Object({
  before: Type.Optional(Type.String({ format: 'date-time', description: 'Only requests older than this.' })),
})

/** Registers the lists of logged requests, and clearing them. */
export function registerRequests(
  app: TypedApp,
  { log, logger, prices }: { log: RequestLogSource; logger: Logger; prices: Pick<PriceSource, 'read'> },
): void {
  app.get(
    '/api/requests',
    {
      schema: {
        operationId: 'getRequests',
        summary: 'List logged requests, newest first',
        querystring: ListQuery,
        response: responses({ 200: RequestList }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query: { page, limit, ...filter } }, reply) =>
      sendJson(
        reply,
        log.json('requests', {
          ...toFilter(filter),
          page,
          limit,
          prices: prices.read(),
          signal: whileWanted(reply),
        }),
      ),
  )
  app.delete(
    '/api/requests',
    {
      schema: {
        operationId: 'deleteRequests',
        summary: 'Delete logged requests',
        querystring: ClearQuery,
        response: responses({ 200: DeletedRequests }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query: { before } }, reply) => {
      const tz = readZone(undefined)
      const time = before === undefined ? undefined : readTime(before, { name: 'before', tz, edge: 'start' })
      logger.warn({ before }, 'request log cleared')
      return sendJson(reply, log.json('clear', { before: time }))
    },
  )
  app.get(
    '/api/requests/summary',
    {
      schema: {
        operationId: 'getRequestsSummary',
        summary: 'List logged requests without headers and bodies, newest first or in another order',
        querystring: PagedSummaryQuery,
        response: responses({ 200: RequestSummaries }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query: { offset, limit: wanted, before, sort, minCost, body, ...filter } }, reply) => {
      const limit = wanted > MAX_LIMIT ? 0 : wanted
      const question = { ...toFilter(filter), sort, minCost, prices: prices.read() }
      const params = { ...question, offset, limit, before, body, signal: whileWanted(reply) }
      return sendJson(reply, log.json('summaries', params))
    },
  )
  app.get(
    '/api/requests/latest-date',
    {
      schema: {
        operationId: 'getLatestRequestDate',
        summary: 'Get the start time of the newest request',
        response: responses({ 200: LatestDate }, ...LOG_FAILURES),
      },
    },
    (_request, reply) => sendJson(reply, log.json('latestDate', {})),
  )
}
