import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type UsageBy, USAGE_GROUPS, type UsageSums } from '../../../shared/usage-by.ts'
import type { UsageByParams } from '../../base/request-log-queries.ts'
import type { WorkerData } from '../protocol.ts'
import { keepAll } from './fill-engine.ts'
import { naiveUsage, WORK_PRICES, type WorkRow, workRows } from './naive-usage.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'

const DAY = 86_400_000
const RANGE = { from: Date.UTC(2026, 9, 20), to: Date.UTC(2026, 10, 3) }
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu']
const SUMS = [
  'requests',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_5m_input_tokens',
  'cache_creation_1h_input_tokens',
  'web_search_requests',
] as const

type Question = Omit<UsageByParams, 'source' | 'prices'>

/** Tests of usage by everything that it can be grouped by, for every database. */
export function describeUsage(freshTarget: () => Promise<WorkerData['target']>): void {
  let storageWorker: TestEngine
  let rows: WorkRow[]
  beforeEach(async () => {
    storageWorker = openStorageWorker(await freshTarget())
    rows = workRows({ ...RANGE, count: 900 })
    await keepAll(
      storageWorker,
      rows.map(({ row }) => row),
    )
  })
  afterEach(() => storageWorker.close())

  function ask(question: Question): Promise<UsageBy> {
    return storageWorker.read('usageBy', {
      ...question,
      source: 'both',
      prices: { prices: [...WORK_PRICES] },
    })
  }
  async function expectSame(question: Question, some: readonly WorkRow[]): Promise<number> {
    const found = await ask(question)
    const wanted = naiveUsage(some, question)
    expect(new Map(found.groups.map((group) => [JSON.stringify(group.key), rounded(group)]))).toEqual(
      new Map([...wanted].map(([key, group]) => [key, rounded(group)])),
    )
    for (const name of SUMS)
      expect([name, found.total[name]]).toEqual([
        name,
        found.groups.reduce((sum, group) => sum + group[name], 0),
      ])
    const cost = found.groups.reduce((sum, group) => sum + (group.cost ?? 0), 0)
    expect(found.total.cost ?? 0).toBeCloseTo(cost, 6)
    return found.groups.length
  }

  const time = fc.integer({ min: RANGE.from - DAY, max: RANGE.to + DAY })
  const questions = fc
    .record({
      times: fc.tuple(time, fc.oneof(time, fc.constant(RANGE.to))),
      groups: fc.subarray([...USAGE_GROUPS], { maxLength: 3 }),
      tz: fc.constantFrom(...ZONES),
      filters: fc.record(
        {
          project: fc.constantFrom('/home/me/project 1', '/nowhere'),
          session: fc.constantFrom('session-5', 'session-11'),
          agent: fc.constantFrom('agent-5-0', 'main', 'title', 'nobody'),
          kind: fc.constantFrom('main', 'subagent'),
          model: fc.constantFrom('claude', 'advisor', 'nothing'),
          provider: fc.constantFrom('local', 'anthropic'),
          org: fc.constantFrom('org-a', 'org-z'),
        },
        { requiredKeys: [] },
      ),
      isFiltered: fc.boolean(),
    })
    .map(({ times, groups, tz, filters, isFiltered }): Question => {
      const some = isFiltered ? Object.entries(filters).slice(0, 2) : []
      return { start: Math.min(...times), end: Math.max(...times), groups, tz, ...Object.fromEntries(some) }
    })

  it('agrees with a naive count by everything, in every zone, before and after a deletion', async () => {
    let groups = 0
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        groups += await expectSame(question, rows)
      }),
      { numRuns: 120 },
    )
    expect(groups).toBeGreaterThan(1000)
    const before = rows[400]?.row.startedAt ?? 0
    await storageWorker.read('clear', { before })
    const left = rows.slice(400)
    await fc.assert(
      fc.asyncProperty(questions, async (question) => void (await expectSame(question, left))),
      { numRuns: 40 },
    )
  }, 120_000)

  it('has one total however it is grouped, and names what has no price', async () => {
    const range = { start: RANGE.from, end: RANGE.to, tz: 'Europe/Berlin' }
    const whole = await ask({ ...range, groups: [] })
    expect(whole.groups).toHaveLength(1)
    for (const group of USAGE_GROUPS) {
      const { total, unpriced } = await ask({ ...range, groups: [group] })
      expect([group, rounded(total), unpriced]).toEqual([group, rounded(whole.total), whole.unpriced])
    }
    expect(whole.unpriced.map(({ model }) => model)).toContain('gpt-5')
    const unpriced = await ask({ ...range, groups: ['model'], model: 'gpt-5' })
    expect(unpriced).toMatchObject({
      groups: [{ key: { model: 'gpt-5' }, cost: null }],
      total: { cost: null },
    })
    expect(unpriced.unpriced).toEqual([{ model: 'gpt-5', requests: unpriced.total.requests }])
  })

  it('lists the most expensive groups up to a limit, with the total of all', async () => {
    const range = { start: RANGE.from, end: RANGE.to, tz: 'UTC', groups: ['session', 'model'] } as const
    const whole = await ask(range)
    const part = await ask({ ...range, limit: 5 })
    expect(part).toEqual({ ...whole, groups: whole.groups.slice(0, 5), omitted: whole.groups.length - 5 })
    expect(await ask({ ...range, limit: 1000 })).toEqual(whole)
  })

  it('is also CSV, with the same numbers', async () => {
    const question = { start: RANGE.from, end: RANGE.to, tz: 'UTC', groups: ['project', 'day'] as const }
    const { groups } = await ask(question)
    const prices = { prices: [...WORK_PRICES] }
    const bytes = await storageWorker.ask('usageBy', { ...question, source: 'both', prices, isCsv: true })
    const [head, ...lines] = Buffer.from(bytes ?? [])
      .toString()
      .trimEnd()
      .split('\r\n')
    expect(head).toBe(`project,day,${SUMS.join(',')},cost`)
    expect(lines).toEqual(
      groups.map((group) =>
        [group.key.project ?? '', group.key.day, ...SUMS.map((name) => group[name]), group.cost ?? ''].join(
          ',',
        ),
      ),
    )
    expect(lines.length).toBeGreaterThan(20)
  })
}

/** In thousandths of a cent. Halves are rounded up although sums in another order are a little smaller. */
function rounded<Sums extends UsageSums>(sums: Sums): Sums {
  return { ...sums, cost: sums.cost === null ? null : Math.round(sums.cost * 1e5 + 0.001) }
}
