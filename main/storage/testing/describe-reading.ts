import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { joinHeaders } from '../headers.ts'
import type { WorkerData } from '../protocol.ts'
import { fill } from './fill-engine.ts'
import { naiveStats } from './naive-stats.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

const DAY = 86_400_000
/** Offsets of whole and partial hours, both hemispheres, and a clock change of half an hour. */
const ODD_ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Africa/Cairo',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
]

/** Tests of the queries, for every database. */
export function describeReading(freshTarget: () => Promise<WorkerData['target']>): void {
  let target: WorkerData['target']
  let storageWorker: TestEngine

  beforeEach(async () => {
    target = await freshTarget()
    storageWorker = openStorageWorker(target)
  })
  afterEach(() => storageWorker.close())

  it('gives the statistics of a naive count, in every zone, over the change of the clocks', async () => {
    // Includes both clock changes of 2026 in most zones.
    const range = { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 10, 10) }
    const naive = naiveStats(await fill(storageWorker, { ...range, count: 1500 }))
    const time = fc.integer({ min: range.from - DAY, max: range.to + DAY })
    const params = fc.record({
      times: fc.tuple(time, fc.oneof(time, fc.constant(range.to))),
      org: fc.constantFrom(undefined, 'org-a', 'org-b', 'nobody'),
      model: fc.constantFrom('', 'CLAUDE', 'opus', '%_', 'none'),
      tz: fc.oneof(fc.constantFrom(...ODD_ZONES), fc.constantFrom(...Intl.supportedValuesOf('timeZone'))),
      bucket: fc.constantFrom(60, 15, 120, 1440, 90),
    })
    await fc.assert(
      fc.asyncProperty(params, async ({ times, org, model, tz, bucket }) => {
        const bounds = {
          start: Math.min(...times),
          end: Math.max(...times),
          ...(org !== undefined && { org }),
        }
        expect(await storageWorker.read('stats', { ...bounds, model })).toEqual(naive.stats(bounds, model))
        expect(await storageWorker.read('models', bounds)).toEqual(naive.models(bounds))
        expect(await storageWorker.read('daily', { ...bounds, tz })).toEqual(naive.daily(bounds, tz))
        expect(await storageWorker.read('usage', { ...bounds, tz })).toEqual(naive.usage(bounds, tz))
        expect(await storageWorker.read('hourly', { ...bounds, tz, bucket })).toEqual(
          naive.hourly(bounds, { tz, bucket }),
        )
      }),
      { numRuns: 150 },
    )
  }, 120_000)

  it('lists newest first, by pages, by cursor and by parts of model names', async () => {
    const naive = naiveStats(await fill(storageWorker, { count: 230 }))
    for (const model of ['', 'all', 'claude', 'OPUS', "'s 100%", 'none']) {
      const wanted = naive.list(model === 'all' ? '' : model)
      const all = await storageWorker.read('summaries', { model, offset: 0, limit: 0 })
      expect(all.requests.map(({ requestId }) => requestId)).toEqual(wanted)
      expect(all.total).toBe(wanted.length)
      const page = await storageWorker.read('requests', { model, page: 3, limit: 7 })
      expect(page.requests.map(({ requestId }) => requestId)).toEqual(wanted.slice(14, 21))
      expect(page.total).toBe(wanted.length)
      expect(await readPages(storageWorker, model)).toEqual(wanted)
    }
    const deep = await storageWorker.read('summaries', { offset: 225, limit: 0 })
    expect(deep.requests.map(({ requestId }) => requestId)).toEqual(naive.list().slice(225))
  })

  it('counts one conversation once, whatever tells its turns', async () => {
    const body = (content: string, turns: number, metadata?: object) =>
      new Uint8Array(
        Buffer.from(
          JSON.stringify({
            metadata,
            messages: Array.from({ length: turns }, () => ({ role: 'user', content })),
          }),
        ),
      )
    const session = { user_id: 'user_1_account_2_session_abc-def' }
    const json = { user_id: '{"session_id":"abc-def"}' }
    const cases = [body('x', 1, session), body('y', 2, json), body('z', 1), body(' z\n', 3)]
    const rows = planned({ count: cases.length }).map((row, index) => ({
      ...row,
      sessionId: undefined,
      end: { ...row.end, requestBody: cases[index] },
    }))
    await storageWorker.persist(rows)
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    const facts = requests.toReversed().map((row) => [row.conversationHash, row.sessionId, row.messageCount])
    expect(facts.map(([, ...rest]) => rest)).toEqual([
      ['abc-def', 1],
      ['abc-def', 2],
      [undefined, 1],
      [undefined, 3],
    ])
    expect(facts[0]?.[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(facts[1]?.[0]).toBe(facts[0]?.[0])
    expect(facts[3]?.[0]).toBe(facts[2]?.[0])
    expect(facts[2]?.[0]).not.toBe(facts[0]?.[0])
  })

  it('finds a request by its whole id and by its last characters, the newest first', async () => {
    const rows = planned({ count: 3 }).map((row, index) => ({ ...row, requestId: `${index}-abc-end%_1` }))
    await storageWorker.persist(rows)
    expect((await storageWorker.read('request', { id: '0-abc-end%_1' })).fullId).toBe('0-abc-end%_1')
    expect((await storageWorker.read('request', { id: 'end%_1' })).fullId).toBe('2-abc-end%_1')
    for (const id of ['', '1', 'abc', 'endxx1', '%', 'nothing', '\0', '\uD800abcd']) {
      expect(await storageWorker.ask('request', { id })).toBeUndefined()
    }
  })

  it('reads headers of any name', async () => {
    const sent = ['__proto__', 'constructor', 'tostring', 'x', 'X'].flatMap((name, at) => [name, String(at)])
    const [row] = planned({ count: 1 })
    if (row === undefined) throw new Error('there is no row')
    const end = { ...row.end, responseHeaders: joinHeaders(sent) }
    await storageWorker.persist([{ ...row, requestHeaders: joinHeaders(sent), end }])
    const { request } = await storageWorker.read('request', { id: row.requestId })
    const expected = [
      ['__proto__', ['0']],
      ['constructor', ['1']],
      ['tostring', ['2']],
      ['x', ['3', '4']],
    ]
    expect(Object.entries(request.headers ?? {})).toEqual(expected)
    expect(Object.entries(request.response?.headers ?? {})).toEqual(expected)
  })

  it('knows the newest limits of each organisation, and their age', async () => {
    const now = Date.now()
    const rows = planned({ count: 4, from: now - 4000, to: now }).map((row, index) => ({
      ...row,
      end: {
        ...row.end,
        ttfbMs: 0,
        organizationId: index % 2 === 0 ? 'org-a' : undefined,
        responseHeaders: joinHeaders(['anthropic-ratelimit-requests-remaining', String(index)]),
      },
    }))
    await storageWorker.persist(rows.slice(2))
    await storageWorker.persist(rows.slice(0, 2))
    const { rateLimits } = await storageWorker.read('rateLimits', {})
    expect(
      rateLimits.map(({ organizationId, rateLimit }) => [organizationId, rateLimit.requestsRemaining]),
    ).toEqual([
      [undefined, 3],
      ['org-a', 2],
    ])
    expect(rateLimits.every(({ ageMs }) => ageMs >= 0 && ageMs < 60_000)).toBe(true)
  })
}

async function readPages(storageWorker: TestEngine, model: string): Promise<string[]> {
  const ids: string[] = []
  let before: string | undefined
  do {
    const page = await storageWorker.read('summaries', { model, offset: 0, limit: 23, before })
    ids.push(...page.requests.map(({ requestId }) => requestId))
    before = page.next
  } while (before !== undefined)
  return ids
}
