import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_PRICES, findPrice } from '../../shared/prices.ts'
import { COUNTED, seed, type Seeded, SEEDED_UNTIL, WHOLE } from './seed.ts'
import { type Api, startApi } from './start-api.ts'

const iso = (time: number) => new Date(time).toISOString()
const NEWEST_FIRST = COUNTED.toSorted((a, b) => b.startedAt - a.startedAt)
const ALL = { start: iso(SEEDED_UNTIL - 30 * 86_400_000), end: iso(SEEDED_UNTIL) }
const DAY = { start: '2026-10-06T00:00:00.000Z', end: '2026-10-06T23:59:59.999Z' }

interface Row {
  requestId: string
  response?: object
}
interface Page {
  requests: Row[]
  total: number
  offset: number
  limit: number
  next?: string
}

const tokensOf = (one: Seeded) => one.input + one.output + one.cacheCreation + one.cacheRead
const sum = (rows: readonly Seeded[], of: (row: Seeded) => number) =>
  rows.reduce((total, row) => total + of(row), 0)
const within = (rows: readonly Seeded[], { start, end }: { start: string; end: string }) =>
  rows.filter(({ startedAt }) => startedAt >= Date.parse(start) && startedAt <= Date.parse(end))
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
const query = (params: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(params).map(([name, value]) => [name, String(value)])).toString()

/** Tests of the request log API, for any database. */
export function describeLogApi(freshUrl: () => Promise<string | undefined>): void {
  let api: Api
  beforeAll(async () => {
    api = await startApi({ databaseUrl: await freshUrl(), requests: seed })
  })
  afterAll(() => api.stop())

  async function read<T>(path: string, params: Record<string, string | number> = {}): Promise<T> {
    const { status, json, headers } = await api.get(`${path}?${query(params)}`)
    expect([path, params, status]).toEqual([path, params, 200])
    expect(headers.get('cache-control')).toBe('no-store')
    return json as T
  }
  async function refusal(path: string): Promise<{ status: number; json: unknown }> {
    const { status, json } = await api.get(path)
    return { status, json }
  }

  describe('GET /api/requests', () => {
    const list = async (params: Record<string, string | number>) => {
      const { requests, total } = await read<Page>('/api/requests', params)
      return { ids: requests.map(({ requestId }) => requestId), total }
    }

    it('pages through all requests, newest first', async () => {
      const pages = await Promise.all([1, 2, 3, 4].map((page) => list({ page, limit: 16 })))
      expect(pages.flatMap(({ ids }) => ids)).toEqual(idsOf(NEWEST_FIRST))
      expect(pages.map(({ ids, total }) => [ids.length, total])).toEqual([
        [16, 49],
        [16, 49],
        [16, 49],
        [1, 49],
      ])
    })

    it.each([
      {},
      { page: 0, limit: 0 },
      { page: -3, limit: -1 },
      { page: 'x', limit: 'y' },
      { page: 1.5, limit: '' },
    ])('takes %j for the first ten', async (params) => {
      expect(await list(params as Record<string, string>)).toEqual({
        ids: idsOf(NEWEST_FIRST.slice(0, 10)),
        total: 49,
      })
    })

    it('is empty behind the last page', async () => {
      for (const page of [50, 1e15, '9'.repeat(30)])
        expect(await list({ page })).toEqual({ ids: [], total: 49 })
    })

    it('finds a part of a model name in any case, and counts what it found', async () => {
      for (const [model, part] of [
        ['OPUS', 'opus'],
        ['-other-', 'other'],
        ['2026', '2026'],
      ] as const) {
        const found = NEWEST_FIRST.filter((one) => one.model?.toLowerCase().includes(part) === true)
        expect(found.length).toBeGreaterThan(5)
        expect(await list({ model, limit: 100 })).toEqual({ ids: idsOf(found), total: found.length })
      }
      expect(await list({ model: 'all', limit: 1 })).toMatchObject({ total: 49 })
      for (const model of ['%', '_', "'", 'nothing like it', '\\'])
        expect(await list({ model })).toEqual({ ids: [], total: 0 })
    })

    it('says everything about a request but its headers and bodies', async () => {
      const { requests } = await read<Page>('/api/requests', { limit: 1 })
      expect(requests[0]).toEqual({
        requestId: WHOLE.id,
        timestamp: iso(WHOLE.startedAt),
        method: 'POST',
        endpoint: '/v1/messages',
        model: 'claude-opus-5',
        originalModel: 'claude-opus-5',
        provider: 'anthropic',
        sessionId: WHOLE.session,
        conversationHash: expect.stringMatching(/^[0-9a-f]{32}$/),
        messageCount: 1,
        termination: { endedBy: 'upstream', who: 'upstream', phase: 'done' },
        contentType: 'application/json',
        organizationId: 'org-a',
        response: {
          statusCode: 200,
          responseTime: 900,
          timeToFirstByte: 300,
          isStreaming: true,
          completedAt: iso(WHOLE.startedAt + 900),
          stopReason: 'end_turn',
          usage: {
            input_tokens: 7,
            output_tokens: 2,
            cache_creation_input_tokens: 0,
            cache_read_input_tokens: 0,
            service_tier: 'standard',
          },
          rateLimit: expect.objectContaining({
            organizationId: 'org-a',
            requestsRemaining: 41,
            unifiedUtilization5h: 0.25,
          }),
        },
      })
    })
  })

  describe('GET /api/requests/summary', () => {
    const list = (params: Record<string, string | number>) => read<Page>('/api/requests/summary', params)
    const ids = ({ requests }: Page) => requests.map(({ requestId }) => requestId)

    it('is everything without a limit', async () => {
      for (const limit of [0, 100_001, -1, 'x'] as const) {
        const page = await list({ limit })
        expect(ids(page)).toEqual(idsOf(NEWEST_FIRST))
        expect(page).toMatchObject({ total: 49, offset: 0, limit: 0 })
      }
    })

    it('takes an offset with and without a limit', async () => {
      expect(ids(await list({ offset: 40 }))).toEqual(idsOf(NEWEST_FIRST.slice(40)))
      expect(ids(await list({ offset: 5, limit: 3 }))).toEqual(idsOf(NEWEST_FIRST.slice(5, 8)))
      expect(await list({ offset: 5, limit: 3 })).toMatchObject({ total: 49, offset: 5, limit: 3 })
      expect(ids(await list({ offset: 1000 }))).toEqual([])
    })

    it('goes on where the page before ended', async () => {
      const seen: string[] = []
      let before: string | undefined
      do {
        const page = await list({ limit: 20, ...(before !== undefined && { before }) })
        seen.push(...ids(page))
        before = page.next
      } while (before !== undefined)
      expect(seen).toEqual(idsOf(NEWEST_FIRST))
    })

    it('keeps to a range only where both of its ends are there', async () => {
      const found = within(NEWEST_FIRST, DAY)
      expect(found.length).toBe(8)
      const page = await list(DAY)
      expect([ids(page), page.total]).toEqual([idsOf(found), 8])
      expect((await list({ start: DAY.start })).total).toBe(49)
      expect((await list({ end: DAY.end })).total).toBe(49)
      expect((await list({ ...DAY, model: 'opus' })).total).toBe(
        found.filter(({ model }) => model?.includes('opus') === true).length,
      )
    })

    it('narrows the list to what somebody looks for', async () => {
      const find = async (params: Record<string, string | number>) => {
        const page = await list(params)
        expect(page.total).toBe(page.requests.length)
        // The other list takes the same parameters.
        const whole = await read<Page>('/api/requests', { ...params, limit: 1000 })
        expect([whole.requests.map(({ requestId }) => requestId), whole.total]).toEqual([
          ids(page),
          page.total,
        ])
        return ids(page)
      }
      const those = (holds: (one: Seeded) => boolean) => idsOf(NEWEST_FIRST.filter(holds))
      const refused = those(({ status }) => status === 529)
      expect(refused).toHaveLength(5)
      for (const status of ['529', '5xx', 'error']) expect(await find({ status })).toEqual(refused)
      for (const outcome of ['limited', 'unsuccessful']) expect(await find({ outcome })).toEqual(refused)
      expect(await find({ errorType: 'overloaded_error' })).toEqual(refused)
      expect(await find({ search: 'OVERLOADED' })).toEqual(refused)
      for (const params of [
        { status: 'ok' },
        { outcome: 'ok' },
        { status: '2xx' },
        { stopReason: 'end_turn' },
      ])
        expect(await find(params)).toEqual(those(({ status }) => status === 200))
      expect(await find({ session: WHOLE.session })).toEqual([WHOLE.id])
      expect(await find({ search: WHOLE.id.slice(-6) })).toEqual([WHOLE.id])
      expect(await find({ minDurationMs: 800 })).toEqual(those(({ durationMs }) => durationMs >= 800))
      expect(await find({ provider: 'anthropic', model: 'opus', status: 'ok' })).toEqual(
        those(({ model, status }) => model?.includes('opus') === true && status === 200),
      )
      for (const params of [
        { status: 'open' },
        { status: '999' },
        { provider: 'nobody' },
        { routed: '1' },
        { slow: 'true' },
        { outcome: 'failed' },
      ])
        expect(await find(params)).toEqual([])
    })

    it('finds what stands in a body, or in an answer', async () => {
      // A search responds in steps of limited time; a slow machine needs several.
      const search = async (params: Record<string, string | number>) => {
        const found: Page['requests'][number][] = []
        for (let page = await list(params); ; page = await list({ ...params, before: page.next })) {
          found.push(...page.requests)
          if (page.next === undefined) return found
        }
      }
      for (const body of ["IT'S <b>bold</b> & $home", 'hi'])
        expect(await search({ body })).toEqual([expect.objectContaining({ requestId: WHOLE.id })])
      expect(await search({ body: 'bold', model: 'haiku' })).toEqual([])
    })

    it('refuses an end that is no time, in words', async () => {
      expect(await refusal('/api/requests/summary?start=yesterday&end=now')).toMatchObject({
        status: 400,
        json: {
          code: 'bad_query',
          issues: [{ path: 'start', code: 'invalid.time' }],
        },
      })
    })
  })

  describe('GET /api/requests/{id}', () => {
    interface Detail {
      fullId: string
      request: {
        requestId: string
        headers: Record<string, string[]>
        body: object
        response: Record<string, object>
      }
    }

    it('finds it by its whole id and by its last characters', async () => {
      for (const id of [WHOLE.id, WHOLE.id.slice(-4), WHOLE.id.slice(1)])
        expect(await read<Detail>(`/api/requests/${id}`)).toMatchObject({
          fullId: WHOLE.id,
          request: { requestId: WHOLE.id },
        })
    })

    it('shows headers without secrets, the body, and the stream as one message', async () => {
      const { request } = await read<Detail>(`/api/requests/${WHOLE.id}`)
      expect(request.headers).toEqual({
        'content-type': ['application/json'],
        'x-api-key': [expect.stringMatching(/^sha256:[0-9a-f]{8}$/)],
        accept: ['application/json'],
      })
      expect(request.body).toMatchObject({ model: 'claude-opus-5', stream: true })
      expect(request.response['streamingChunks']).toHaveLength(6)
      expect(request.response['body']).toMatchObject({
        id: 'msg_1',
        content: [{ type: 'text', text: 'hi' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 7, output_tokens: 2 },
      })
      expect(request.response['rateLimit']).toMatchObject({ unifiedStatus: 'allowed' })
    })

    it.each([
      'nothing',
      'f',
      '0000000000000000',
      '%00',
      '..%2f..%2fetc',
      "'",
      '%F0%9F%94%91',
      'a'.repeat(5000),
    ])('is 404 for %s', async (id) => {
      for (const path of [
        `/api/requests/${id}`,
        `/api/requests/${id}/body`,
        `/api/requests/${id}/export?format=har`,
      ])
        expect(await refusal(path)).toEqual({ status: 404, json: { error: 'Not found', code: 'not_found' } })
    })

    it('gives the bytes of each body as they passed', async () => {
      for (const [side, text] of [
        ['request', WHOLE.body],
        ['response', WHOLE.stream],
      ] as const) {
        const response = await api.get(`/api/requests/${WHOLE.id}/body?side=${side}`)
        expect(response).toMatchObject({ status: 200, text })
        expect(response.headers.get('content-type')).toBe('application/octet-stream')
        expect(response.headers.get('content-security-policy')).toBe('sandbox')
      }
      expect(await refusal(`/api/requests/${SEEDED_ID}/body`)).toMatchObject({ status: 404 })
      expect(await refusal(`/api/requests/${WHOLE.id}/body?side=both`)).toMatchObject({ status: 400 })
    })
  })

  it('GET /api/requests/latest-date says when the newest began', async () => {
    expect(await read('/api/requests/latest-date')).toEqual({ latestDate: iso(WHOLE.startedAt) })
  })

  describe('the statistics', () => {
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
          rateLimit: expect.objectContaining({ requestsRemaining: 41, unifiedStatus: 'allowed' }),
        },
      ])
    })
  })

  it('GET /api/costs is what an honest count gives at the prices of the table', async () => {
    const costs = await read<{
      estimate: number
      unpriced: string[]
      models: { model: string; estimate: number | null }[]
    }>('/api/costs', { ...ALL, tz: 'UTC' })
    const expected = [...Map.groupBy(COUNTED, ({ model }) => model ?? 'unknown')].map(([model, rows]) => {
      const price = findPrice(DEFAULT_PRICES.prices, model)
      const dollars =
        price &&
        sum(
          rows,
          (one) =>
            (one.input * price.input +
              one.output * price.output +
              one.cacheCreation * price.cacheWrite5m +
              one.cacheRead * price.cacheRead) /
            1e6,
        )
      return { model, dollars }
    })
    expect(costs.unpriced.toSorted()).toEqual(['Some-OTHER-model', 'unknown'])
    const cents = (dollars: number | null | undefined) => dollars && Math.round(dollars * 1e5)
    expect(Object.fromEntries(costs.models.map(({ model, estimate }) => [model, cents(estimate)]))).toEqual(
      Object.fromEntries(expected.map(({ model, dollars = null }) => [model, cents(dollars)])),
    )
    expect(costs.estimate).toBeCloseTo(
      expected.reduce((total, { dollars = 0 }) => total + dollars, 0),
      5,
    )
  })
}

const SEEDED_ID = COUNTED[0]?.id ?? ''

/** Tests of clearing, which need a log of their own. */
export function describeClearing(freshUrl: () => Promise<string | undefined>): void {
  it('DELETE /api/requests clears what is older, or everything', async () => {
    const api = await startApi({ databaseUrl: await freshUrl() })
    try {
      expect((await api.get('/api/requests/latest-date')).json).toEqual({ latestDate: null })
      await api.write(seed)
      const old = COUNTED.filter(({ startedAt }) => startedAt < Date.parse(DAY.start)).length
      const clear = (path: string) => api.get(path, { method: 'DELETE' })
      expect(await clear('/api/requests?before=tomorrow')).toMatchObject({ status: 400 })
      expect(await clear(`/api/requests?before=${DAY.start}`)).toMatchObject({
        status: 200,
        json: { message: 'Request history cleared', deleted: old },
      })
      expect((await api.get('/api/requests')).json).toMatchObject({ total: 49 - old })
      expect((await clear('/api/requests')).json).toEqual({
        message: 'Request history cleared',
        deleted: 49 - old,
      })
      expect((await api.get('/api/requests')).json).toEqual({ requests: [], total: 0 })
      expect((await api.get('/api/requests/latest-date')).json).toEqual({ latestDate: null })
      expect((await api.get('/api/stats/organizations')).json).toEqual({ organizations: [] })
    } finally {
      await api.stop()
    }
  })
}
