import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Budget } from '../../../shared/budgets.ts'
import { DEFAULT_LIVE_SETTINGS, type LiveSettings } from '../../../shared/live-settings.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import type { DailyUsage } from '../../../shared/stats.ts'
import type { BudgetedRequest } from '../../proxy/within-budget.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import { createBudgets } from './create-budgets.ts'
import { isOfModel } from './create-ledger.ts'

vi.stubEnv('TZ', 'Europe/Berlin')

/** A Tuesday. */
const NOON = Date.parse('2026-12-01T12:00:00+01:00')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const MILLION = 1_000_000

const PRICE = { input: 5, output: 25, cacheWrite5m: 6.25, cacheWrite1h: 10, cacheRead: 0.5 }
const TABLE: PriceTable = {
  date: '2026-10-24',
  source: 'a list',
  prices: [{ model: 'claude-opus-5', ...PRICE }],
}

const REQUEST: BudgetedRequest = {
  model: undefined,
  isLocal: () => false,
  session: undefined,
  project: undefined,
  isAgent: false,
}

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

const line = (tokens: number) => ({
  model: 'claude-opus-5',
  requests: 1,
  inputTokens: tokens,
  outputTokens: 0,
  cacheCreationTokens: 0,
  cacheCreation1hTokens: 0,
  cacheReadTokens: 0,
  webSearchRequests: 0,
})
const day = (date: string, tokens: number) => ({ date, pricesAt: NOON, requests: 1, lines: [line(tokens)] })

/** Budgets over a log, with a clock and settings that the test moves. */
async function rig(budgets: Budget[], { days = [] as DailyUsage['days'], isBroken = false } = {}) {
  let at = NOON
  let settings: LiveSettings = { ...DEFAULT_LIVE_SETTINGS, budgets }
  let table = TABLE
  const listeners = new Set<() => void>()
  const source = {
    read: () => settings,
    update: async (change: Partial<LiveSettings>) => {
      // As slow as a file.
      await new Promise((resolve) => setImmediate(resolve))
      settings = { ...settings, ...change }
      for (const listener of listeners) listener()
      return settings
    },
    onChange(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  /** Days of a project, by its path. */
  const projects = new Map<string, DailyUsage['days']>()
  const stored = new Set<(ids: readonly string[]) => void>()
  const json = async (_: unknown, { project }: { project?: string } = {}) => {
    if (isBroken) throw new Error('no log')
    const found = project === undefined ? days : (projects.get(project) ?? [])
    return new TextEncoder().encode(JSON.stringify({ days: found }))
  }
  const onStored = (listener: (ids: readonly string[]) => void) => {
    stored.add(listener)
    return () => void stored.delete(listener)
  }
  const made = createBudgets({
    log: { json, onStored } as Parameters<typeof createBudgets>[0]['log'],
    settings: source,
    prices: { read: () => table },
    now: () => at,
  })
  closing.push(made.close)
  await new Promise((resolve) => setImmediate(resolve))
  return {
    ...made,
    refusal: (model: string | undefined, change: Partial<BudgetedRequest> = {}) =>
      made.guard()?.refusal({ ...REQUEST, model, ...change }),
    /** Stores usage of a project. */
    store(project: string, next: DailyUsage['days']) {
      projects.set(project, next)
      for (const listener of stored) listener([])
    },
    pass: (ms: number) => (at += ms),
    reprice: (next: PriceTable) => (table = next),
    spent: () => made.status().budgets.map(({ spent }) => spent),
    run: (tokens: number, model = 'claude-opus-5') =>
      made.finished({
        usage: { input_tokens: tokens, output_tokens: 0 },
        model,
        durationMs: 1_000,
      } as unknown as FinishedRequest),
  }
}

const budget = (change: Partial<Budget> = {}): Budget => ({
  period: 'day',
  unit: 'usd',
  amount: 10,
  hard: true,
  ...change,
})

it('refuses from its amount on, and until the end of its period only', async () => {
  const budgets = await rig([budget()])
  budgets.run(1.9 * MILLION)
  expect(budgets.refusal('claude-opus-5')).toBeUndefined()
  budgets.run(0.1 * MILLION)
  expect(budgets.refusal('claude-opus-5')).toMatchObject({ code: 'budget_reached' })
  expect(budgets.refusal(undefined)?.details).toBe(
    '$10.00 of $10.00 used today. To go on, lift it for today in Signalbox’s tray or dashboard, or wait until Wednesday 2 December.',
  )
  budgets.pass(12 * HOUR - 1)
  expect(budgets.refusal('claude-opus-5')).toBeDefined()
  budgets.pass(1)
  expect(budgets.refusal('claude-opus-5')).toBeUndefined()
  expect(budgets.spent()).toEqual([0])
})

it('counts days, weeks from Monday and months in local time, also from the log', async () => {
  const periods = ['day', 'week', 'month'] as const
  const budgets = await rig(
    periods.map((period) => budget({ period, unit: 'tokens', amount: 1e9, hard: false })),
    { days: [day('2026-11-29', 1), day('2026-11-30', 10), day('2026-12-01', 100)] },
  )
  expect(budgets.spent()).toEqual([100, 110, 100])
  budgets.run(1_000)
  expect(budgets.spent()).toEqual([1_100, 1_110, 1_100])
  budgets.pass(6 * DAY)
  expect(budgets.spent()).toEqual([0, 0, 1_100])
  budgets.pass(25 * DAY)
  expect(budgets.spent()).toEqual([0, 0, 0])
})

it('counts and refuses only its model', async () => {
  const budgets = await rig([budget({ unit: 'tokens', amount: 5, model: 'opus' })])
  budgets.run(100, 'claude-sonnet-5')
  expect(budgets.spent()).toEqual([0])
  budgets.run(100)
  expect(budgets.refusal('claude-sonnet-5')).toBeUndefined()
  expect(budgets.refusal('claude-opus-5-20251101')).toBeDefined()
})

it('refuses nothing on the day for which it is lifted, and again the next day', async () => {
  const budgets = await rig([budget({ period: 'month' })])
  budgets.run(2 * MILLION)
  await budgets.lift('month/usd/', true)
  expect(budgets.refusal('claude-opus-5')).toBeUndefined()
  budgets.pass(12 * HOUR)
  expect(budgets.refusal('claude-opus-5')).toBeDefined()
  expect(budgets.status().budgets[0]).toMatchObject({ isReached: true, isRefusing: true })
})

it('keeps both lifts of two budgets at once', async () => {
  const budgets = await rig([budget({ period: 'month' }), budget({ period: 'week' })])
  budgets.run(2 * MILLION)
  await Promise.all([budgets.lift('month/usd/', true), budgets.lift('week/usd/', true)])
  expect(budgets.status().budgets).toMatchObject([{ isRefusing: false }, { isRefusing: false }])
  await Promise.all([budgets.lift('month/usd/', false), budgets.lift('week/usd/', false)])
  expect(budgets.status().budgets).toMatchObject([{ isRefusing: true }, { isRefusing: true }])
})

it('counts and refuses today after a clock that was a day, a week or a month ahead is set back', async () => {
  for (const period of ['day', 'week', 'month'] as const) {
    const budgets = await rig([budget({ period })])
    budgets.run(1.9 * MILLION)
    budgets.pass(40 * DAY)
    expect(budgets.spent()).toEqual([0])
    budgets.pass(-40 * DAY)
    budgets.run(0.1 * MILLION)
    expect(budgets.refusal('claude-opus-5')).toMatchObject({ code: 'budget_reached' })
    expect(budgets.spent()).toEqual([10])
  }
})

it('applies changed prices to what was spent, and names requests without a price', async () => {
  const budgets = await rig([budget({ amount: 100 })])
  budgets.run(MILLION)
  budgets.run(MILLION, 'somebody-elses')
  expect(budgets.status().budgets[0]).toMatchObject({ spent: 5, unpriced: 1 })
  budgets.reprice({ ...TABLE, prices: [{ model: 'claude-opus-5', ...PRICE, input: 7 }] })
  expect(budgets.spent()).toEqual([7])
})

it('refuses nothing while the log cannot be read, and says that its sum is not complete', async () => {
  const budgets = await rig([budget()], { isBroken: true })
  budgets.run(3 * MILLION)
  expect(budgets.status()).toMatchObject({ isComplete: false, budgets: [{ spent: 15, isRefusing: false }] })
  expect(budgets.refusal('claude-opus-5')).toBeUndefined()
})

it('answers at once, however many models a client invents', async () => {
  const budgets = await rig(
    Array.from({ length: 20 }, (_, index) => budget({ model: `m${index}`, unit: 'tokens', amount: 1 })),
  )
  for (let i = 0; i < 5_000; i++) budgets.run(10, `m${i}`)
  const before = performance.now()
  for (let i = 0; i < 10_000; i++) budgets.refusal('claude-opus-5')
  // 10 µs each, on a machine that does something else, too.
  expect(performance.now() - before).toBeLessThan(500)
  expect(budgets.refusal('m3')).toBeDefined()
})

it('refuses no request that costs nothing because of money, but because of tokens', async () => {
  const FREE = { model: 'free', input: 0, output: 0, cacheWrite5m: 0, cacheWrite1h: 0, cacheRead: 0 }
  const budgets = await rig([budget()])
  budgets.run(2 * MILLION)
  const isLocal = () => true
  expect(budgets.refusal('qwen3', { isLocal })).toBeUndefined()
  expect(budgets.refusal('qwen3')).toBeDefined()
  // A server of the user's whose model has a price of its own.
  expect(budgets.refusal('claude-opus-5', { isLocal })).toBeDefined()
  budgets.reprice({ ...TABLE, prices: [...TABLE.prices, FREE] })
  budgets.status()
  expect(budgets.refusal('free')).toBeUndefined()
  await budgets.save([budget({ unit: 'tokens', amount: 1 })])
  expect(budgets.refusal('qwen3', { isLocal })).toBeDefined()
})

describe('a budget of one project', () => {
  const APP = '/home/me/app'
  const known = (budgets: { status: () => { isComplete: boolean } }) =>
    vi.waitFor(() => expect(budgets.status().isComplete).toBe(true), 3_000)

  it('counts what the log has of it, also of one model, and refuses only its requests', async () => {
    const budgets = await rig([
      budget({ project: APP }),
      budget({ project: APP, model: 'sonnet', unit: 'tokens', hard: false }),
    ])
    expect(budgets.status()).toMatchObject({ isComplete: false, budgets: [{ isRefusing: false }, {}] })
    await known(budgets)
    expect(budgets.spent()).toEqual([0, 0])
    budgets.run(3 * MILLION)
    budgets.store(APP, [day('2026-12-01', 3 * MILLION)])
    await vi.waitFor(() => expect(budgets.spent()).toEqual([15, 0]), 3_000)
    expect(budgets.guard()?.asksProject).toBe(true)
    expect(budgets.refusal('claude-opus-5', { project: APP })?.details).toMatch(
      /^\$15\.00 of \$10\.00 used today in \/home\/me\/app\. To go on,/,
    )
    expect(budgets.refusal('claude-opus-5', { project: '/home/me' })).toBeUndefined()
    expect(budgets.refusal('claude-opus-5')).toBeUndefined()
  })

  it('attributes requests that name no project, and sub-agents, to their session’s', async () => {
    const budgets = await rig([budget({ project: APP })])
    budgets.store(APP, [day('2026-12-01', 3 * MILLION)])
    await vi.waitFor(() => expect(budgets.guard()).toBeDefined(), 3_000)
    const refuses = (change: Partial<BudgetedRequest>) =>
      budgets.refusal('claude-opus-5', { session: 's', ...change }) !== undefined
    expect(refuses({})).toBe(false)
    expect(refuses({ project: APP })).toBe(true)
    expect([refuses({}), refuses({ project: '/tmp/worktree', isAgent: true })]).toEqual([true, true])
    expect([refuses({ session: 'other' }), refuses({ project: '/elsewhere' }), refuses({})]).toEqual([
      false,
      false,
      false,
    ])
  })

  it('starts from 0 with its period', async () => {
    const budgets = await rig([budget({ project: APP })])
    budgets.store(APP, [day('2026-12-01', 3 * MILLION)])
    await vi.waitFor(() => expect(budgets.guard()).toBeDefined(), 3_000)
    budgets.store(APP, [])
    budgets.pass(DAY)
    expect(budgets.guard()).toBeUndefined()
    await known(budgets)
    expect(budgets.spent()).toEqual([0])
  })
})

it.each([
  ['claude-opus-5', 'claude-opus-5', true],
  ['claude-opus-5-20260101', 'claude-opus-5', true],
  ['anthropic/claude-opus-5', 'opus', true],
  ['claude-opus-5-5', 'claude-opus-5', false],
  ['claude-sonnet-5', 'opus', false],
])('%s is of %s: %s', (model, wanted, isOf) => expect(isOfModel(model, wanted)).toBe(isOf))
