import { type Static, Type } from 'typebox'
import { RequestOutcome } from '../../../../shared/request-log.ts'
import { readTime, readZone } from '../query/read-time.ts'
import type { SummaryFilter } from '../../../base/request-log-source.ts'
import { PARAMS } from './log-routes.ts'

/** What a list of requests, or an export of them, can be narrowed to. */
export const SummaryQuery = Type.Object({
  model: PARAMS.model,
  start: PARAMS.start,
  end: PARAMS.end,
  tz: PARAMS.tz,
  search: Type.Optional(
    Type.String({
      maxLength: 256,
      description:
        'Words that stand in id, model, path, session, provider, error or stop reason, or are the status.',
    }),
  ),
  status: Type.Optional(
    Type.String({
      maxLength: 16,
      description:
        'A status code, a class like 4xx, or ok, aborted (the client left), error, open (in flight).',
    }),
  ),
  outcome: Type.Optional(RequestOutcome),
  provider: Type.Optional(Type.String({ description: 'Name of a provider.' })),
  session: Type.Optional(Type.String({ description: 'Id of a session.' })),
  conversation: Type.Optional(Type.String({ description: 'Hash of a conversation.' })),
  errorType: Type.Optional(Type.String({ description: 'An `error.type`, or a code of Signalbox.' })),
  stopReason: Type.Optional(Type.String({ description: 'For example end_turn or tool_use.' })),
  routed: Type.Optional(
    Type.Boolean({ description: 'Whether another model was asked than the client had asked for.' }),
  ),
  minDurationMs: Type.Optional(Type.Integer({ minimum: 0, description: 'Only what took at least so long.' })),
  slow: Type.Optional(
    Type.Boolean({ description: 'Whether it took 10 s to the first byte, or 60 s to the last.' }),
  ),
})

/**
 * A range counts only where both of its ends are there (source document 004).
 *
 * @throws AppError `bad_query`
 */
export function toFilter({ start, end, tz: zone, ...rest }: Static<typeof SummaryQuery>): SummaryFilter {
  const tz = readZone(zone)
  const from = start === undefined ? undefined : readTime(start, { name: 'start', tz, edge: 'start' })
  const to = end === undefined ? undefined : readTime(end, { name: 'end', tz, edge: 'end' })
  return from === undefined || to === undefined ? rest : { ...rest, start: from, end: to }
}
