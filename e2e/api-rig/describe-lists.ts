import { describe, expect, it } from 'vitest'
import { DAY, idsOf, iso, NEWEST_FIRST, within } from './count-seeded.ts'
import type { LogReader, Page, Params } from './log-reader.ts'
import { type Seeded, WHOLE } from './seed.ts'

/** Tests of the two lists of requests. */
export function describeLists({ read, refusal }: LogReader): void {
  describe('GET /api/requests', () => {
    const list = async (params: Params) => {
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
        kind: 'other',
        asked: "it's <b>bold</b> & $HOME id sk-…",
        result: 'hi',
        // 7 tokens at $5 a million, and 2 at $25.
        cost: 0.000085,
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
    const list = (params: Params) => read<Page>('/api/requests/summary', params)
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

    it('filters the list', async () => {
      const find = async (params: Params) => {
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

    it('finds text in a request body or a response body', async () => {
      // A search responds in steps of limited time; a slow machine needs several.
      const search = async (params: Params) => {
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
}
