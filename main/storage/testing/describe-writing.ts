import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WorkerData } from '../protocol.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { fill } from './fill-engine.ts'
import { naiveStats } from './naive-stats.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'
import { conversation, oddBodies, planned } from './plan-rows.ts'

const DAY = 86_400_000

/** Tests of writing and deleting, for every database. */
export function describeWriting(freshTarget: () => Promise<WorkerData['target']>): void {
  let target: WorkerData['target']
  let storageWorker: TestEngine

  beforeEach(async () => {
    target = await freshTarget()
    storageWorker = openStorageWorker(target)
  })
  afterEach(() => storageWorker.close())

  it('gives back the same bytes of every body, though their parts are stored once', async () => {
    const bodies = [...conversation(12), ...oddBodies()]
    const rows = planned({ count: bodies.length }).map((row, index): RowMessage & { end: EndMessage } => ({
      ...row,
      end: {
        ...row.end,
        requestBody: bodies[index],
        responseBody: new Uint8Array(randomBytes(index * 37)),
      },
    }))
    // The first batch caches its own blocks; the next ones find them in the database.
    await storageWorker.persist(rows.slice(0, 5))
    await storageWorker.persist(rows.slice(5))
    expect(rows.length).toBeGreaterThan(20)
    const reader = openStorageWorker(target)
    for (const { requestId: id, end } of rows) {
      const request = await reader.ask('body', { id, side: 'request' })
      const response = await reader.ask('body', { id, side: 'response' })
      expect(Buffer.from(request ?? []).equals(Buffer.from(end.requestBody ?? []))).toBe(true)
      expect(Buffer.from(response ?? []).equals(Buffer.from(end.responseBody ?? []))).toBe(true)
    }
    await reader.close()
  })

  it('finishes a request once, however often its batch comes', async () => {
    const rows = planned({ count: 20 })
    const open = rows.map((row) => ({ ...row, end: undefined }))
    await storageWorker.persist(open)
    const before = await storageWorker.read('requests', { page: 1, limit: 100 })
    expect(before.total).toBe(20)
    expect(before.requests.every(({ response }) => response === undefined)).toBe(true)
    for (let time = 0; time < 3; time++) await storageWorker.persist([...rows, ...open])
    const range = { start: 0, end: Date.now() * 2 }
    expect(await storageWorker.read('stats', range)).toEqual(naiveStats(rows).stats(range))
    expect((await storageWorker.read('requests', { page: 1, limit: 100 })).total).toBe(20)
  })

  it('keeps the sums right when the oldest requests are deleted, and forgets what only they used', async () => {
    const rows = await fill(storageWorker, { count: 300 })
    const before = rows[200]?.startedAt ?? 0
    expect(await storageWorker.read('clear', { before })).toEqual({
      message: 'Request history cleared',
      deleted: 200,
    })
    const range = { start: 0, end: Date.UTC(2030, 0) }
    const naive = naiveStats(rows.slice(200))
    expect(await storageWorker.read('stats', range)).toEqual(naive.stats(range))
    expect(await storageWorker.read('daily', { ...range, tz: 'Asia/Kathmandu' })).toEqual(
      naive.daily(range, 'Asia/Kathmandu'),
    )
    expect((await storageWorker.read('summaries', { offset: 0, limit: 0 })).total).toBe(100)
    expect((await storageWorker.read('clear', {})).deleted).toBe(100)
    expect(await storageWorker.read('requests', { page: 1, limit: 10 })).toEqual({ requests: [], total: 0 })
    expect(await storageWorker.read('organizations', {})).toEqual({ organizations: [] })
    expect(await storageWorker.read('latestDate', {})).toEqual({ latestDate: null })
    expect(await storageWorker.read('stats', { start: 1, end: range.end - 1 })).toMatchObject({
      total_requests: 0,
      requests_by_model: {},
    })
  })

  it('forgets what is too old', async () => {
    const to = Date.now()
    const rows = planned({ from: to - 60 * DAY, to, count: 120 })
    await storageWorker.persist(rows)
    storageWorker.setRetention({ maxDays: 30, maxBytes: 0 })
    await storageWorker.runMaintenance()
    const left = rows.filter(({ startedAt }) => startedAt >= to - 30 * DAY)
    expect((await storageWorker.read('requests', { page: 1, limit: 1 })).total).toBe(left.length)
  })

  it('keeps what upstreams and clients invent, as far as it makes sense', async () => {
    const [row] = planned({ count: 1 })
    if (row === undefined) throw new Error('no row')
    const end: EndMessage = {
      ...row.end,
      inputTokens: 1e300,
      outputTokens: -5,
      cacheCreationTokens: Number.NaN,
      cacheCreation1hTokens: undefined,
      cacheReadTokens: 3.4,
      usageLines: undefined,
      serviceTier: 'a\0b',
      model: `\uD800${'m'.repeat(5000)}\0`,
      streamError: 'x'.repeat(5000),
      durationMs: -20,
      ttfbMs: Infinity,
      status: 1e12,
    }
    const persisted = await storageWorker.persist([{ ...row, startedAt: -5, userAgent: '\0\uDFFF', end }])
    expect(persisted.lost).toEqual([])
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests[0]?.usage).toEqual({ cache_read_input_tokens: 3, service_tier: 'a\uFFFDb' })
    expect(requests[0]?.model).toMatch(/^\uFFFDm{299}$/)
    expect(requests[0]).not.toHaveProperty('responseTime')
  })

  it('closes the requests of a run that is gone, and leaves those of a living one open', async () => {
    const rows = planned({ count: 6 })
    const open = rows.map((row) => ({ ...row, end: undefined }))
    const other = openStorageWorker(target)
    await storageWorker.persist(open.slice(0, 3))
    await other.persist(open.slice(3))
    await other.runMaintenance()
    const before = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(before.requests.map(({ termination }) => termination)).toEqual(Array.from({ length: 6 }))

    let passed = 0
    const later = openStorageWorker(target, { steady: () => passed })
    await other.close()
    // More than two minutes without a heartbeat from the first one.
    for (; passed <= 150_000; passed += 30_000) await later.runMaintenance()
    const after = await later.read('summaries', { offset: 0, limit: 0 })
    expect(after.requests.map(({ termination }) => termination?.who)).toEqual([
      ...Array.from({ length: 3 }, () => 'shutdown'),
      ...Array.from({ length: 3 }, () => 'crash'),
    ])
    expect((await later.read('stats', { start: 0, end: Date.UTC(2030, 0) })).total_requests).toBe(6)
    await later.close()
  })

  it('lets several instances write at once, and each shows all', async () => {
    const engines = [storageWorker, openStorageWorker(target), openStorageWorker(target)]
    const body = new Uint8Array(
      Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'x'.repeat(3000) }] })),
    )
    const rows = planned({ count: 600 }).map((row) => ({
      ...row,
      end: { ...row.end, requestBody: body.slice() },
    }))
    await Promise.all(
      engines.map(async (one, index) => {
        const own = rows.filter((_, at) => at % 3 === index)
        for (let at = 0; at < own.length; at += 20) {
          const persisted = await one.persist(own.slice(at, at + 20))
          expect(persisted.lost).toEqual([])
        }
      }),
    )
    const range = { start: 0, end: Date.UTC(2030, 0) }
    for (const one of engines) expect(await one.read('stats', range)).toEqual(naiveStats(rows).stats(range))
    const last = rows.at(-1)?.requestId ?? ''
    expect(
      Buffer.from((await storageWorker.ask('body', { id: last, side: 'request' })) ?? []).equals(
        Buffer.from(body),
      ),
    ).toBe(true)
    await Promise.all(engines.slice(1).map((one) => one.close()))
  })
}
