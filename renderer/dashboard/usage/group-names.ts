import type { UsageGroup, UsageSums } from '../../../shared/usage-by.ts'
import type { RequestFilter } from '../../../shared/request-filter.ts'
import { locale } from '../../language/t.ts'
import { localDay } from '../../status/local-day.ts'
import type { TimeRange } from '../data/use-usage.ts'
import { sayKind } from '../requests/say-kind.ts'
import { toAddress } from '../requests/to-filter.ts'
import { withQuery } from '../url-state/use-query-state.ts'

/** Name of a group for people: the last two folders of a path, the day in words. */
export function nameOf(by: UsageGroup, name: string): string {
  if (by === 'project') return name.split(/[\\/]/).filter(Boolean).slice(-2).join('/') || name
  if (by === 'kind') return sayKind(name)
  if (by !== 'day') return name
  const day = new Intl.DateTimeFormat(locale(), { weekday: 'short', day: 'numeric', month: 'short' })
  return day.format(new Date(`${name}T12:00:00`))
}

/** Address of the list with a group's requests. */
export function requestsOf(by: UsageGroup, name: string, { start, end }: TimeRange): string {
  return `#${withQuery('/activity', toAddress({ start, end, ...filterOf(by, name) }))}`
}

function filterOf(by: UsageGroup, name: string): RequestFilter {
  if (by === 'day') {
    const day = localDay(new Date(`${name}T12:00:00`).getTime())
    return { start: new Date(day.start).toISOString(), end: new Date(day.end).toISOString() }
  }
  // The list's filter by model compares the requested one; the search covers the model that ran.
  if (by === 'model') return { search: name }
  return { [by]: name }
}

/** Share of the input that came from the cache; undefined without input. */
export function cacheShareOf(sums: UsageSums): number | undefined {
  const all = uncachedInputOf(sums) + sums.cache_read_input_tokens
  return all === 0 ? undefined : sums.cache_read_input_tokens / all
}

/** Input that was not read from the cache, written to it included: the page's *Input*. */
export function uncachedInputOf(sums: UsageSums): number {
  return sums.input_tokens + sums.cache_creation_5m_input_tokens + sums.cache_creation_1h_input_tokens
}
