import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { joinHeaders } from './headers.ts'
import { naiveStats } from './testing/naive-stats.ts'
import { openStorageWorker, type TestEngine } from './testing/open-engine.ts'
import { planned } from './testing/plan-rows.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ALL = { start: 0, end: Date.UTC(2040, 0) }

let folder: string
/** Elapsed real time, and the error of the wall clock, in ms. */
let passed: number
let wrong: number
/** In full seconds, so that a run has an exact end. */
const real = Math.floor(Date.now() / SECOND) * SECOND

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-dates-'))
  passed = 0
  wrong = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (options: { maxDays?: number; maxBytes?: number; since?: number } = {}): TestEngine =>
  openStorageWorker(
    { file: join(folder, 'signalbox.db') },
    { maxDays: 30, now: () => real + passed + wrong, steady: () => passed, ...options },
  )

/** Requests dated by the wall clock, each with a body of its own. */
function rowsNow(name: string, count: number) {
  const now = real + passed + wrong
  return planned({ from: now, to: now + 20 * SECOND, count }).map((row, index) => ({
    ...row,
    requestId: `${name}-${index}`,
    requestHeaders: joinHeaders(['user-agent', name]),
    end: {
      ...row.end,
      requestBody: new Uint8Array(
        Buffer.from(
          JSON.stringify({ messages: [{ role: 'user', content: `${name} ${index} `.repeat(50) }] }),
        ),
      ),
    },
  }))
}
async function persist(worker: TestEngine, name: string, count = 5) {
  const rows = rowsNow(name, count)
  expect(await worker.persist(rows)).toEqual({ lost: [], lostBodies: 0 })
  return rows
}
/** Lets time pass, with the maintenance every half minute, or every hour for longer times. */
async function pass(worker: TestEngine, ms: number): Promise<void> {
  const step = ms > HOUR ? HOUR : 30 * SECOND
  for (let left = ms; left > 0; left -= step) {
    passed += Math.min(step, left)
    await worker.runMaintenance()
  }
}
async function startsOf(worker: TestEngine): Promise<Record<string, number>> {
  const { requests } = await worker.read('summaries', { offset: 0, limit: 0 })
  return Object.fromEntries(requests.map((request) => [request.requestId, Date.parse(request.timestamp)]))
}
/** Expects the requests of a name near a time, counted there, and complete. */
async function expectDated(
  worker: TestEngine,
  name: string,
  { at, count = 5 }: { at: number; count?: number },
) {
  const starts = Object.entries(await startsOf(worker)).filter(([id]) => id.startsWith(`${name}-`))
  expect(starts).toHaveLength(count)
  for (const [id, start] of starts) {
    expect(Math.abs(start - at)).toBeLessThan(2 * MINUTE)
    const { body, headers } = (await worker.read('request', { id }))?.request ?? {}
    expect(JSON.stringify({ body, headers })).toContain(`"user-agent":["${name}"]`)
    expect(JSON.stringify({ body, headers })).toContain(`${name} ${id.slice(name.length + 1)} `)
  }
  const near = { start: at - 2 * HOUR, end: at + 2 * HOUR }
  expect((await worker.read('stats', near)).total_requests).toBeGreaterThanOrEqual(count)
}

describe.each([
  ['behind', -40 * DAY],
  ['ahead', 40 * DAY],
  ['two hours behind', -2 * HOUR],
  ['two hours ahead', 2 * HOUR],
])('a clock that is %s for minutes', (_title, error) => {
  it('leaves its requests with the right date once it is right again', async () => {
    const worker = open()
    const before = await persist(worker, 'before')
    await pass(worker, 10 * MINUTE)
    wrong = error
    const rows = await persist(worker, 'during')
    const unfinished = rowsNow('unfinished', 1)
    await worker.persist(unfinished.map((row) => ({ ...row, end: undefined })))
    const during = real + passed
    await pass(worker, 3 * MINUTE)
    wrong = 0
    await pass(worker, MINUTE)
    await worker.persist(unfinished)
    const after = await persist(worker, 'after')
    await expectDated(worker, 'before', { at: real })
    await expectDated(worker, 'during', { at: during })
    await expectDated(worker, 'unfinished', { at: during, count: 1 })
    await expectDated(worker, 'after', { at: real + passed })
    const all = [
      ...before,
      ...after,
      ...[...rows, ...unfinished].map((row) => ({ ...row, startedAt: row.startedAt - error })),
    ]
    expect(await worker.read('stats', ALL)).toEqual(naiveStats(all).stats(ALL))
    expect(await worker.read('daily', { ...ALL, tz: 'UTC' })).toEqual(naiveStats(all).daily(ALL, 'UTC'))

    await pass(worker, 2 * DAY)
    expect(Object.keys(await startsOf(worker))).toHaveLength(16)
    await expectDated(worker, 'during', { at: during })
    await worker.close()
  })
})

describe('a start with a clock that is behind', () => {
  it('is corrected when the clock is set, for a program that ran before', async () => {
    const first = open()
    await persist(first, 'first')
    await pass(first, 2 * DAY)
    await first.close()
    wrong = -40 * DAY
    const worker = open()
    await persist(worker, 'during')
    await pass(worker, MINUTE)
    wrong = 0
    await pass(worker, MINUTE)
    await expectDated(worker, 'during', { at: real + 2 * DAY })
    await pass(worker, 2 * DAY)
    await expectDated(worker, 'during', { at: real + 2 * DAY })
    expect(Object.keys(await startsOf(worker))).toHaveLength(10)
    await worker.close()
  })

  it('is corrected when the clock is set, for a new program that was installed later than that', async () => {
    wrong = -40 * DAY
    const worker = open({ since: real - HOUR })
    await persist(worker, 'during')
    await pass(worker, MINUTE)
    wrong = 0
    await pass(worker, 2 * DAY)
    await expectDated(worker, 'during', { at: real })
    expect(Object.keys(await startsOf(worker))).toHaveLength(5)
    await worker.close()
  })

  it.each([true, false])('is corrected after a run of seconds, clean end: %s', async (isClean) => {
    const first = open()
    await persist(first, 'first')
    await first.close()
    wrong = -40 * DAY
    const short = open()
    await short.runMaintenance()
    passed += 5 * SECOND
    const rows = rowsNow('during', 5)
    // The first one before the database was open.
    const early = rows.map((row, index) => ({
      ...row,
      startedAt: row.startedAt - (index === 0 ? 10 * SECOND : 0),
    }))
    expect((await short.persist(early)).lost).toEqual([])
    using before = new DatabaseSync(join(folder, 'signalbox.db'))
    const { heartbeat_at: beat } = before.prepare('select heartbeat_at from run where id = 2').get() ?? {}
    await short.close()
    before.prepare('update run set heartbeat_at = ? where id = 2 and ?').run(Number(beat), isClean ? 0 : 1)
    wrong = 0
    const worker = open()
    await worker.runMaintenance()
    await pass(worker, 2 * DAY)
    await expectDated(worker, 'during', { at: real, count: rows.length })
    await worker.close()
    expect(rows).toHaveLength(5)
  })

  it.each([[1], [3]])('is corrected by the next start with a right clock, after %d runs', async (runs) => {
    const first = open()
    await persist(first, 'first')
    await pass(first, 10 * MINUTE)
    await first.close()
    wrong = -40 * DAY
    for (let run = 1; run <= runs; run++) {
      const worker = open()
      await persist(worker, `during${run}`)
      await pass(worker, MINUTE)
      await worker.close()
    }
    wrong = 0
    passed += 20 * SECOND
    const worker = open()
    for (let run = 1; run <= runs; run++)
      await expectDated(worker, `during${run}`, { at: real + 10 * MINUTE + (run - 1) * MINUTE })
    await expectDated(worker, 'first', { at: real })
    await pass(worker, 2 * DAY)
    expect(Object.keys(await startsOf(worker))).toHaveLength(5 + 5 * runs)
    await worker.close()
    // Nothing is corrected twice.
    const next = open()
    await expectDated(next, 'during1', { at: real + 10 * MINUTE })
    await next.close()
  })
})

describe('a size limit', () => {
  it('deletes what was stored first, whatever date it has', async () => {
    const worker = open({ maxDays: 0, maxBytes: 900_000 })
    const noisy = (name: string, at: number) =>
      rowsNow(name, 10).map((row) => ({
        ...row,
        startedAt: at,
        end: { ...row.end, requestBody: crypto.getRandomValues(new Uint8Array(8_000)) },
      }))
    await worker.persist(noisy('future', real + 400 * DAY))
    for (let batch = 0; batch < 20; batch++) await worker.persist(noisy(`batch${batch}`, real + batch))
    await worker.runMaintenance()
    const left = Object.keys(await startsOf(worker))
    expect(left.filter((id) => id.startsWith('future'))).toEqual([])
    expect(left.filter((id) => id.startsWith('batch19'))).toHaveLength(10)
    await worker.close()
  })
})

it('takes new limits of an organization though older ones have a date in the future', async () => {
  const worker = open()
  const withLimit = (name: string, left: number) =>
    rowsNow(name, 1).map((row) => ({
      ...row,
      end: {
        ...row.end,
        responseHeaders: joinHeaders(['anthropic-ratelimit-requests-remaining', String(left)]),
      },
    }))
  wrong = 40 * DAY
  await worker.persist(withLimit('ahead', 1))
  wrong = 0
  await worker.persist(withLimit('right', 2))
  const { rateLimits } = await worker.read('rateLimits', {})
  expect(rateLimits.map(({ rateLimit }) => rateLimit.requestsRemaining)).toEqual([2])
  await worker.close()
})
