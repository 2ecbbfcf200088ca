import { Type } from 'typebox'
import { SessionDetail, SessionList, SessionSort } from '../../../../shared/sessions.ts'
import type { RequestLogSource } from '../../../base/request-log-source.ts'
import { LOG_FAILURES, responses } from '../../openapi/responses.ts'
import type { PriceSource } from '../costs.ts'
import { checkId, sendJson, type TypedApp } from './log-routes.ts'

const ListQuery = Type.Object({
  search: Type.Optional(
    Type.String({
      maxLength: 256,
      description: 'Text contained in the title, project or ID. Case-insensitive for ASCII.',
    }),
  ),
  sort: Type.Optional({ ...SessionSort, description: 'Defaults to `last`: the newest request first.' }),
  offset: Type.Integer({ minimum: 0, maximum: 1_000_000_000, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
})

const SessionId = Type.Object({ id: Type.String({ description: 'Session ID.' }) })

/** Registers the sessions of the logged requests. */
export function registerSessions(
  app: TypedApp,
  { log, prices }: { log: RequestLogSource; prices: Pick<PriceSource, 'read'> },
): void {
  app.get(
    '/api/sessions',
    {
      schema: {
        operationId: 'getSessions',
        summary: 'List sessions with their usage, cost and context',
        querystring: ListQuery,
        response: responses({ 200: SessionList }, 'bad_query', ...LOG_FAILURES),
      },
    },
    ({ query: { sort = 'last', ...query } }, reply) =>
      sendJson(reply, log.json('sessions', { ...query, sort, prices: prices.read() })),
  )
  app.get(
    '/api/sessions/:id',
    {
      schema: {
        operationId: 'getSessionByID',
        summary: 'Get a session with the usage of its agents',
        params: SessionId,
        response: responses({ 200: SessionDetail }, 'not_found', ...LOG_FAILURES),
      },
    },
    ({ params: { id } }, reply) =>
      sendJson(reply, log.json('session', { id: checkId(id), prices: prices.read() })),
  )
}
