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
