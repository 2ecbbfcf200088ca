import { Type } from 'typebox'
import { LogLineLevel, LogPage } from '../../../shared/logs.ts'
import type { OwnLog } from '../../logging/create-own-log.ts'
import { responses } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

const LogsQuery = Type.Object({
  level: Type.Union(LogLineLevel.anyOf, { default: 'trace', description: 'Minimum level.' }),
  q: Type.String({
    default: '',
    maxLength: 200,
    description: 'Text contained in the line. Case-insensitive.',
  }),
  after: Type.Optional(
    Type.String({
      maxLength: 64,
      description: 'The `cursor` of an earlier response. Returns only newer lines.',
    }),
  ),
  limit: Type.Integer({
    minimum: 1,
    maximum: 5000,
    default: 500,
    description: 'Maximum number of lines, newest first.',
  }),
})

/**
 * Registers the newest lines of the program's own log, kept in memory. Clients that follow it send their last cursor.
 */
export function registerLogs(app: TypedApp, { ownLog }: { ownLog: OwnLog }): void {
  app.get(
    '/api/logs',
    {
      schema: {
        operationId: 'getLogs',
        summary: 'Get recent lines of Signalbox’s own log, without secrets',
        querystring: LogsQuery,
        response: responses(
          { 200: LogPage },
          'bad_query',
          'key_required',
          'password_required',
          'too_many_guesses',
        ),
      },
    },
    ({ query: { level, q, after, limit } }, reply) =>
      noStore(reply).send(ownLog.read({ level, text: q, after, limit })),
  )
}
