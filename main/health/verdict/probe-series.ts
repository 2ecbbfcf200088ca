import type { Probe } from './outcome.ts'

/** Failed probes in a row that are an alarm of their own, and their minimum duration in ms. */
const PROBES = { failures: 3, lasting: 4_000 }

/** The newest probe of an upstream, and the failed ones in a row up to it. */
export interface ProbeSeries {
  last: Probe
  failures: number
  /** Start of the first failed one, or of the last success; on the monotonic clock, in ms. */
  since: number
}

/** Returns the series with one more probe. */
export function addToSeries(series: ProbeSeries | undefined, next: Probe): ProbeSeries {
  if (next.ok) return { last: next, failures: 0, since: next.startedAt }
  if (series === undefined || series.failures === 0) return { last: next, failures: 1, since: next.startedAt }
  return { last: next, failures: series.failures + 1, since: series.since }
}

/** True if so many failed that they mean an outage, whatever requests said before. */
export function isRepeated({ failures }: ProbeSeries): boolean {
  return failures >= PROBES.failures
}

/** True if they mean an outage even without any traffic. */
export function isLasting(series: ProbeSeries): boolean {
  return isRepeated(series) && series.last.endedAt - series.since >= PROBES.lasting
}
