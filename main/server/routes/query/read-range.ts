import type { TimeRange } from '../../../base/request-log-queries.ts'
import { readTime, readZone } from './read-time.ts'

/** Default range in ms: the last seven days, as in claude-code-proxy. */
const DEFAULT_RANGE = 7 * 86_400_000

interface RangeQuery {
  start?: string | undefined
  end?: string | undefined
  tz?: string | undefined
}

export interface ZonedRange extends TimeRange {
  tz: string
}

/**
 * The range of a query. The end defaults to now, the start to seven days before the end.
 *
 * @param now in ms since 1970
 * @throws AppError `bad_query`
 */
export function readRange({ start, end, tz: zone }: RangeQuery, now: number): ZonedRange {
  const tz = readZone(zone)
  const to = end === undefined ? now : readTime(end, { name: 'end', tz, edge: 'end' })
  const from =
    start === undefined ? to - DEFAULT_RANGE : readTime(start, { name: 'start', tz, edge: 'start' })
  return { start: from, end: to, tz }
}
