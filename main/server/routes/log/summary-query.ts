import { type Static, Type } from 'typebox'
import { RequestFilter, type RequestQuestion } from '../../../../shared/request-filter.ts'
import { readTime, readZone } from '../query/read-time.ts'
import { PARAMS } from './log-routes.ts'

/** `RequestFilter` as a query string, with the time zone of its times. */
export const SummaryQuery = Type.Object({
  ...RequestFilter.properties,
  model: PARAMS.model,
  tz: PARAMS.tz,
})

/**
 * A range with only one end is ignored, as claude-code-proxy does it.
 *
 * @throws AppError `bad_query`
 */
export function toFilter({ start, end, tz: zone, ...rest }: Static<typeof SummaryQuery>): RequestQuestion {
  const tz = readZone(zone)
  const from = start === undefined ? undefined : readTime(start, { name: 'start', tz, edge: 'start' })
  const to = end === undefined ? undefined : readTime(end, { name: 'end', tz, edge: 'end' })
  return from === undefined || to === undefined ? rest : { ...rest, start: from, end: to }
}
