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
      const found = within(range)
        .flatMap(usesOf)
        .filter((use) => matches(use.model, model))
      return {
        total_requests: found.filter(({ isMain }) => isMain).length,
        total_input_tokens: total(found, ({ input }) => input),
        total_output_tokens: total(found, ({ output }) => output),
        total_cache_tokens: total(found, cacheOf),
        requests_by_model: Object.fromEntries(
          byModel(found).map(([name, some]) => [
            name,
            {
              request_count: some.length,
              input_tokens: total(some, ({ input }) => input),
              output_tokens: total(some, ({ output }) => output),
              cache_tokens: total(some, cacheOf),
            },
          ]),
        ),
        start_date: new Date(range.start).toISOString(),
        end_date: new Date(range.end).toISOString(),
      }
    },
    models(range: NaiveRange): ModelStatsResponse {
      const stats = byModel(within(range).flatMap(usesOf)).map(([model, some]) => ({
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
          pricesAt: range.start,
          requests: some.length,
          lines: byModel(some.flatMap(usesOf)).map(([model, own]) => ({
            model,
            ...(own[0]?.priceMarks !== undefined && { priceMarks: own[0].priceMarks }),
            requests: own.length,
            inputTokens: total(own, ({ input }) => input),
            outputTokens: total(own, ({ output }) => output),
            cacheCreationTokens: total(own, ({ written }) => written),
            cacheCreation1hTokens: total(own, ({ writtenForAnHour }) => writtenForAnHour),
            cacheReadTokens: total(own, ({ read }) => read),
            webSearchRequests: 0,
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
        todayTokens: total(found.flatMap(usesOf), tokensOf),
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
  const uses = rows.flatMap(usesOf)
  return {
    tokens: total(uses, tokensOf),
    requests: rows.length,
    models: Object.fromEntries(
      byModel(uses).map(([model, some]) => [model, { tokens: total(some, tokensOf), requests: some.length }]),
    ),
  }
}

/** Usage of one model for a request. */
interface Use {
  model: string
  priceMarks: string | undefined
  isMain: boolean
  input: number
  output: number
  written: number
  writtenForAnHour: number
  read: number
}

/** Rows of these tests have at most one line for each model, and each model one price. */
function usesOf({ end }: Row): Use[] {
  const whole = { ...end, model: end.servedModel ?? end.model ?? 'unknown' }
  return (end.usageLines ?? [whole]).map((line, place) => ({
    model: line.model,
    priceMarks: line.priceMarks,
    isMain: place === 0,
    input: line.inputTokens ?? 0,
    output: line.outputTokens ?? 0,
    written: line.cacheCreationTokens ?? 0,
    writtenForAnHour: line.cacheCreation1hTokens ?? 0,
    read: line.cacheReadTokens ?? 0,
  }))
}

function byModel(uses: readonly Use[]): [string, Use[]][] {
  return [...Map.groupBy(uses, ({ model }) => model)].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): [string, Row[]][] {
  const groups = Map.groupBy(rows, keyOf)
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0)
}

function matches(model: string | undefined, part: string): boolean {
  return part === '' || (model?.toLowerCase().includes(part.toLowerCase()) ?? false)
}

const cacheOf = ({ written, read }: Use): number => written + read
const tokensOf = (use: Use): number => use.input + use.output + cacheOf(use)
