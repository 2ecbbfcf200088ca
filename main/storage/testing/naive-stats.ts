import type {
  DailyUsage,
  DashboardStats,
  HourlyStatsResponse,
  ModelStatsResponse,
  UsageStats,
} from '../../../shared/stats.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'

type Row = RowMessage & { end: EndMessage }

export interface NaiveRange {
  start: number
  end: number
  org?: string
}

/** Reference implementation of the statistics, for comparison with those of the store. */
export function naiveStats(rows: readonly Row[]) {
  const within = ({ start, end, org }: NaiveRange) =>
    rows.filter(
      ({ startedAt, end: { organizationId } }) =>
        startedAt >= start && startedAt <= end && (org === undefined || organizationId === org),
    )
  return {
    stats(range: NaiveRange, model = ''): UsageStats {
      const found = within(range).filter(({ end }) => matches(end.model, model))
      return {
        total_requests: found.length,
        total_input_tokens: total(found, inputOf),
        total_output_tokens: total(found, outputOf),
        total_cache_tokens: total(found, cacheOf),
        requests_by_model: Object.fromEntries(
          grouped(found, modelOf).map(([name, some]) => [
            name,
            {
              request_count: some.length,
              input_tokens: total(some, inputOf),
              output_tokens: total(some, outputOf),
              cache_tokens: total(some, cacheOf),
            },
          ]),
        ),
        start_date: new Date(range.start).toISOString(),
        end_date: new Date(range.end).toISOString(),
      }
    },
    models(range: NaiveRange): ModelStatsResponse {
      const stats = grouped(within(range), modelOf).map(([model, some]) => ({
        model,
        tokens: total(some, tokensOf),
        requests: some.length,
      }))
      return { modelStats: stats.toSorted((a, b) => b.tokens - a.tokens || (a.model < b.model ? -1 : 1)) }
    },
    daily(range: NaiveRange, tz: string): DashboardStats {
      return { dailyStats: byDay(within(range), tz).map(([date, some]) => ({ date, ...share(some) })) }
    },
    usage(range: NaiveRange, tz: string): DailyUsage {
      const days = byDay(within(range), tz)
      return {
        days: days.map(([date, some]) => ({
          date,
          models: grouped(some, modelOf).map(([model, own]) => ({
            model,
            requests: own.length,
            input_tokens: total(own, inputOf),
            output_tokens: total(own, outputOf),
            cache_creation_input_tokens: total(own, ({ end }) => end.cacheCreationTokens ?? 0),
            cache_creation: {
              ephemeral_5m_input_tokens: total(
                own,
                ({ end }) => (end.cacheCreationTokens ?? 0) - (end.cacheCreation1hTokens ?? 0),
              ),
              ephemeral_1h_input_tokens: total(own, ({ end }) => end.cacheCreation1hTokens ?? 0),
            },
            cache_read_input_tokens: total(own, ({ end }) => end.cacheReadTokens ?? 0),
          })),
        })),
      }
    },
    hourly(range: NaiveRange, { tz, bucket }: { tz: string; bucket: number }): HourlyStatsResponse {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, timeStyle: 'short' })
      const found = within(range)
      const buckets = grouped(found, ({ startedAt }) => bucketLabel(format.format(startedAt), bucket))
      const answered = found.filter(({ end }) => (end.durationMs ?? 0) > 0)
      const meanTime = total(answered, ({ end }) => end.durationMs ?? 0) / Math.max(1, answered.length)
      return {
        hourlyStats: buckets.map(([label, some]) => ({
          hour: Number(label.slice(0, 2)),
          label,
          ...share(some),
        })),
        todayTokens: total(found, tokensOf),
        todayRequests: found.length,
        avgResponseTime: Math.round(meanTime),
      }
    },
    list(model = '') {
      const found = rows.filter(({ end }) => matches(end.model, model))
      return found.toSorted((a, b) => b.startedAt - a.startedAt).map(({ requestId }) => requestId)
    },
  }
}

function byDay(rows: readonly Row[], tz: string): [string, Row[]][] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short' })
  return grouped(rows, ({ startedAt }) => format.format(startedAt))
}

/** "13:47" in buckets of 30 minutes → "13:30" */
function bucketLabel(time: string, bucket: number): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const start = Math.floor((hours * 60 + minutes) / bucket) * bucket
  return `${String(Math.floor(start / 60)).padStart(2, '0')}:${String(start % 60).padStart(2, '0')}`
}

function share(rows: readonly Row[]) {
  return {
    tokens: total(rows, tokensOf),
    requests: rows.length,
    models: Object.fromEntries(
      grouped(rows, modelOf).map(([model, some]) => [
        model,
        { tokens: total(some, tokensOf), requests: some.length },
      ]),
    ),
  }
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): [string, Row[]][] {
  const groups = Map.groupBy(rows, keyOf)
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function total(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0)
}

function matches(model: string | undefined, part: string): boolean {
  return part === '' || (model?.toLowerCase().includes(part.toLowerCase()) ?? false)
}

const modelOf = ({ end }: Row): string => end.model ?? 'unknown'
const inputOf = ({ end }: Row): number => end.inputTokens ?? 0
const outputOf = ({ end }: Row): number => end.outputTokens ?? 0
const cacheOf = ({ end }: Row): number => (end.cacheCreationTokens ?? 0) + (end.cacheReadTokens ?? 0)
const tokensOf = (row: Row): number => inputOf(row) + outputOf(row) + cacheOf(row)
