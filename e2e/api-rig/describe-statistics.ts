import { describe, expect, it } from 'vitest'
import { ALL, DAY, iso, sum, within } from './count-seeded.ts'
import type { LogReader } from './log-reader.ts'
import { COUNTED, type Seeded, WHOLE } from './seed.ts'

/** Tests of the statistics, the limits and the costs. */
export function describeStatistics({ read, refusal }: LogReader): void {
  describe('the statistics', () => {
    it('of a range, a day, a model and an organisation are what an honest count gives', async () => {
      const stats = (params: Record<string, string>) => read<object>('/api/stats', params)
      const all = { start_date: ALL.start, end_date: ALL.end }
      expect(await stats(all)).toEqual({ ...expectedStats(COUNTED), ...all })
      const day = within(COUNTED, DAY)
      expect(await stats({ start_date: '2026-10-06', end_date: '2026-10-06', tz: 'UTC' })).toEqual({
        ...expectedStats(day),
        start_date: DAY.start,
        end_date: DAY.end,
      })
      const opus = COUNTED.filter(({ model }) => model?.includes('opus') === true)
      expect(await stats({ ...all, model: 'OPUS' })).toEqual({ ...expectedStats(opus), ...all })
      const orgB = COUNTED.filter(({ org }) => org === 'org-b')
      expect(await stats({ ...all, org: 'org-b' })).toEqual({ ...expectedStats(orgB), ...all })
      expect(await stats({ ...all, org: 'org-z' })).toMatchObject({
        total_requests: 0,
        requests_by_model: {},
      })
    })

    it('are of the last seven days where no range is named', async () => {
      const before = Date.now()
      const stats = await read<{ start_date: string; end_date: string }>('/api/stats')
      const end = Date.parse(stats.end_date)
      expect(end - Date.parse(stats.start_date)).toBe(7 * 86_400_000)
      expect(end).toBeGreaterThanOrEqual(before)
      expect(end).toBeLessThanOrEqual(Date.now())
    })

    it.each(['UTC', 'Asia/Kathmandu', 'America/Los_Angeles'])('by day are by the days of %s', async (tz) => {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short' })
      const days = Map.groupBy(COUNTED, ({ startedAt }) => format.format(startedAt))
      const { dailyStats } = await read<{ dailyStats: { date: string; tokens: number; requests: number }[] }>(
        '/api/stats/dashboard',
        { ...ALL, tz },
      )
      expect(dailyStats.map(({ date, tokens, requests }) => [date, tokens, requests])).toEqual(
        [...days]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([date, rows]) => [date, sum(rows, tokensOf), rows.length]),
      )
    })

    it('by hour come in buckets of the length that was asked for', async () => {
      const rows = within(COUNTED, DAY)
      for (const bucket of [60, 15, 1440]) {
        const response = await read<
          { hourlyStats: { label: string; requests: number }[] } & Record<string, number>
        >('/api/stats/hourly', { ...DAY, tz: 'UTC', bucket })
        const label = ({ startedAt }: Seeded) =>
          iso(startedAt - ((startedAt % 86_400_000) % (bucket * 60_000))).slice(11, 16)
        const groups = [...Map.groupBy(rows, label)].toSorted(([a], [b]) => (a < b ? -1 : 1))
        expect(response.hourlyStats.map((one) => [one.label, one.requests])).toEqual(
          groups.map(([name, own]) => [name, own.length]),
        )
        const timed = rows.filter(({ durationMs }) => durationMs > 0)
        expect(response).toMatchObject({
          todayTokens: sum(rows, tokensOf),
          todayRequests: rows.length,
          avgResponseTime: Math.round(sum(timed, ({ durationMs }) => durationMs) / timed.length),
        })
      }
    })

    it('by model have most tokens first', async () => {
      const groups = [...Map.groupBy(COUNTED, ({ model }) => model ?? 'unknown')].map(([model, rows]) => ({
        model,
        tokens: sum(rows, tokensOf),
        requests: rows.length,
      }))
      expect(await read('/api/stats/models', ALL)).toEqual({
        modelStats: groups.toSorted((a, b) => b.tokens - a.tokens),
      })
    })

    it('of one conversation are those of its requests', async () => {
      expect(await read('/api/stats/conversation', { session: WHOLE.session })).toEqual({
        requests: 1,
        firstRequest: iso(WHOLE.startedAt),
        lastRequest: iso(WHOLE.startedAt),
        models: [
          {
            model: 'claude-opus-5',
            requests: 1,
            input_tokens: 7,
            output_tokens: 2,
            cache_creation_input_tokens: 0,
            cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
            cache_read_input_tokens: 0,
          },
        ],
      })
      expect(await refusal('/api/stats/conversation?session=nobody')).toMatchObject({ status: 404 })
      expect(await refusal('/api/stats/conversation')).toMatchObject({ status: 400 })
    })

    it('know the organisations, sorted', async () => {
      expect(await read('/api/stats/organizations')).toEqual({ organizations: ['org-a', 'org-b'] })
    })

    it.each([
      ['/api/stats/hourly', 'start', 'invalid.required'],
      ['/api/stats/hourly?start=2026-10-01', 'end', 'invalid.required'],
      ['/api/stats/models?end=2026-10-01&start=', 'start', 'invalid.required'],
      ['/api/stats/hourly?start=2026-10-01&end=2026-10-02&bucket=7', 'bucket', 'invalid.bucket'],
      ['/api/stats?tz=Nowhere', 'tz', 'invalid.time_zone'],
    ])('refuse %s with a reason', async (path, name, code) => {
      expect(await refusal(path)).toMatchObject({
        status: 400,
        json: { code: 'bad_query', issues: [{ path: name, code }] },
      })
    })

    it('say when each limit was heard of', async () => {
      const { rateLimits } = await read<{ rateLimits: object[] }>('/api/rate-limits')
      expect(rateLimits).toEqual([
        {
          organizationId: 'org-a',
          capturedAt: expect.any(String),
          ageMs: expect.any(Number),
          windows: ['requests', '5h', 'unified'].map((name) =>
            expect.objectContaining({ name, capturedAt: expect.any(String), ageMs: expect.any(Number) }),
          ),
          rateLimit: expect.objectContaining({ requestsRemaining: 41, unifiedStatus: 'allowed' }),
        },
      ])
    })
  })
}

function expectedStats(rows: readonly Seeded[]) {
  const models = [...new Set(rows.map(({ model }) => model ?? 'unknown'))]
  return {
    total_requests: rows.length,
    total_input_tokens: sum(rows, ({ input }) => input),
    total_output_tokens: sum(rows, ({ output }) => output),
    total_cache_tokens: sum(rows, (one) => one.cacheCreation + one.cacheRead),
    requests_by_model: Object.fromEntries(
      models.map((name) => {
        const own = rows.filter(({ model }) => (model ?? 'unknown') === name)
        return [
          name,
          {
            request_count: own.length,
            input_tokens: sum(own, ({ input }) => input),
            output_tokens: sum(own, ({ output }) => output),
            cache_tokens: sum(own, (one) => one.cacheCreation + one.cacheRead),
          },
        ]
      }),
    ),
  }
}

function tokensOf(one: Seeded): number {
  return one.input + one.output + one.cacheCreation + one.cacheRead
}
