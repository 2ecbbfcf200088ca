import { type Static, Type } from 'typebox'
import { readTime, readZone } from '../../query/read-time.ts'
import type { SummaryFilter } from '../../request-log.ts'
import { PARAMS } from './log-routes.ts'

/** What a list of requests, or an export of them, can be narrowed to. */
export const SummaryQuery = Type.Object({
  model: PARAMS.model,
  start: PARAMS.start,
  end: PARAMS.end,
  tz: PARAMS.tz,
  search: Type.Optional(
    Type.String({ maxLength: 256, description: 'Part of model, session, id, path or error, in any case.' }),
  ),
  status: Type.Optional(
    Type.String({ maxLength: 16, description: 'A status code, a class like 4xx, or ok, error, open.' }),
  ),
  provider: Type.Optional(Type.String({ description: 'Name of a provider.' })),
  session: Type.Optional(Type.String({ description: 'Id of a session.' })),
  errorType: Type.Optional(Type.String({ description: 'An `error.type`, or a code of Signalbox.' })),
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
