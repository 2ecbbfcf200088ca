import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Headless, startHeadless } from './start-headless.ts'
import { addUp, CHANGE_DAY, type Ledger, OWN_AFTER, OWN_BEFORE } from './usage-ledger/ledger.ts'
import { type Answer, makeAnswer, type Random, SHAPES } from './usage-ledger/make-answers.ts'
import { type LedgerUpstream, startUpstream } from './usage-ledger/start-upstream.ts'

/** Up to 5,000. */
const COUNT = Number(process.env['LEDGER_ANSWERS'] ?? 500)
const SEED = Number(process.env['LEDGER_SEED'] ?? 1)
const AT_ONCE = 16

/** The two days on which the answers are asked for, before and after a price change. */
const DAYS = ['2026-11-08', CHANGE_DAY] as const

interface Sums {
  requests: number
  estimate: number
  unpricedModels: { model: string; requests: number }[]
  models: ({ model: string; estimate: number | null } & Record<string, number>)[]
  days: { date: string; requests: number; estimate: number }[]
}

let folder: string
let upstream: LedgerUpstream
let signalbox: Headless
let asked: { answer: Answer; day: string }[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-ledger-'))
  const random = createRandom(SEED)
  const answers = Array.from({ length: COUNT }, (_, n) =>
    makeAnswer(SHAPES[n % SHAPES.length] ?? 'plain', random),
  )
  upstream = await startUpstream(answers, random)
  asked = answers.map((answer, n) => ({ answer, day: n < COUNT / 2 ? DAYS[0] : DAYS[1] }))
  for (const day of DAYS) {
    await signalbox?.stop()
    signalbox = await startOn(day)
    if (day === DAYS[0]) await savePrices()
    await askAll(day)
  }
}, 120_000)

afterAll(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(folder, { recursive: true, force: true })
})

it('shows exactly the tokens and the cost of an independent ledger', async () => {
  const costs = await costsOf({ start: `${DAYS[0]}T00:00:00Z`, end: `${DAYS[1]}T23:59:59.999Z` })
  expectSame(costs, addUp(asked))
  for (const [index, day] of DAYS.entries()) {
    const own = addUp(asked.filter((one) => one.day === day))
    expect(costs.days[index]).toMatchObject({ date: day, requests: own.requests })
    expect(costs.days[index]?.estimate).toBeCloseTo(own.cost, 4)
  }
})

it('shows the same where a range or a local day begins at any millisecond', async () => {
  const { requests } = await read<{ requests: { timestamp: string }[] }>('/api/requests/summary?limit=0')
  const middle = Date.parse(requests[Math.floor(requests.length / 3)]?.timestamp ?? '')
  const first = await costsOf({ start: DAYS[0], end: new Date(middle).toISOString(), tz: 'Asia/Kathmandu' })
  const rest = await costsOf({
    start: new Date(middle + 1).toISOString(),
    end: `${DAYS[1]}T23:59:59.999Z`,
    tz: 'Asia/Kathmandu',
  })
  const whole = addUp(asked)
  expect(first.requests + rest.requests).toBe(whole.requests)
  expect(first.requests).toBeGreaterThan(0)
  expect(first.estimate + rest.estimate).toBeCloseTo(whole.cost, 4)
  for (const [model, sum] of whole.models) {
    const of = (name: string) =>
      [first, rest].reduce(
        (total, { models }) => total + (models.find((one) => one.model === model)?.[name] ?? 0),
        0,
      )
    expect([model, of('input_tokens'), of('output_tokens')]).toEqual([model, sum.input, sum.output])
  }
})

it('shows the same in rows, statistics and exports', async () => {
  const whole = totalsOf(addUp(asked))
  expect(await statistics()).toMatchObject({
    total_requests: COUNT,
    total_input_tokens: whole.input,
    total_output_tokens: whole.output,
    total_cache_tokens: whole.written + whole.read,
  })
  const response = await fetch(`${signalbox.url}/api/requests/export?format=csv`)
  const [head = '', ...lines] = (await response.text()).trimEnd().split('\r\n')
  // Cells with commas are behind the columns read here.
  const columns = head.split(',')
  const total = (name: string) =>
    lines.reduce((sum, line) => sum + Number(line.split(',')[columns.indexOf(name)] ?? 0), 0)
  expect(lines).toHaveLength(COUNT)
  expect(total('inputTokens')).toBe(whole.input)
  expect(total('outputTokens')).toBe(whole.output)
  expect(total('cacheReadInputTokens')).toBe(whole.read)
  expect(total('cacheCreationInputTokens')).toBe(whole.written)
})

function expectSame(costs: Sums, ledger: Ledger): void {
  const shown = costs.models.map((one) => ({
    model: one.model,
    input: one['input_tokens'],
    output: one['output_tokens'],
    written: one['cache_creation_input_tokens'],
    written1h: (one['cache_creation'] as unknown as Record<string, number>)['ephemeral_1h_input_tokens'],
    read: one['cache_read_input_tokens'],
    searches: one['web_search_requests'],
  }))
  // A model that only failed has a row of zeros.
  const used = shown.filter(({ model }) => ledger.models.has(model))
  const expected = [...ledger.models].map(([model, sum]) => ({
    model,
    input: sum.input,
    output: sum.output,
    written: sum.written,
    written1h: sum.written1h,
    read: sum.read,
    searches: sum.searches,
  }))
  expect(used.toSorted(byModel)).toEqual(expected.toSorted(byModel))
  // In thousandths of a dollar; null without a price.
  const milli = (dollars: number | null | undefined) => dollars && Math.round(dollars * 1000)
  for (const [model, { cost = null }] of ledger.models) {
    const estimate = costs.models.find((one) => one.model === model)?.estimate
    expect([model, milli(estimate)]).toEqual([model, milli(cost)])
  }
  expect(costs.requests).toBe(ledger.requests)
  expect(costs.estimate).toBeCloseTo(ledger.cost, 4)
  expect(new Map(costs.unpricedModels.map(({ model, requests }) => [model, requests]))).toEqual(
    ledger.unpriced,
  )
}

function totalsOf({ models }: Ledger) {
  const sum = (pick: 'input' | 'output' | 'written' | 'read') =>
    [...models.values()].reduce((total, model) => total + model[pick], 0)
  return { input: sum('input'), output: sum('output'), written: sum('written'), read: sum('read') }
}

function byModel(a: { model: string }, b: { model: string }): number {
  return a.model < b.model ? -1 : 1
}

/** A server whose clock shows noon of a day. */
function startOn(day: string): Promise<Headless> {
  const ahead = Date.parse(`${day}T12:00:00Z`) - Date.now()
  const moved = `const D = Date; globalThis.Date = class extends D {
    constructor(...parts) { if (parts.length === 0) super(D.now() + ${ahead}); else super(...parts) }
    static now() { return D.now() + ${ahead} }
  }`
  const clock = `data:text/javascript,${encodeURIComponent(moved)}`
  return startHeadless({
    dataDir: folder,
    env: { ANTHROPIC_FORWARD_URL: upstream.url, NODE_OPTIONS: `--import=${clock}` },
  })
}

/** A model of the user's own, whose price changes on a day. */
async function savePrices(): Promise<void> {
  const table = await read<{ prices: object[] }>('/api/prices')
  const row = (from: string | undefined, price: readonly number[]) => {
    const [input, output, cacheWrite5m, cacheWrite1h, cacheRead] = price
    return { model: 'own-model', input, output, cacheWrite5m, cacheWrite1h, cacheRead, ...(from && { from }) }
  }
  const prices = [...table.prices, row(undefined, OWN_BEFORE), row(CHANGE_DAY, OWN_AFTER)]
  const response = await fetch(`${signalbox.url}/api/prices`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...table, prices }),
  })
  expect(response.status).toBe(200)
}

/** Resolves when all answers of the day are in the log. */
async function askAll(day: string): Promise<void> {
  const numbers = asked.flatMap((one, n) => (one.day === day ? [n] : []))
  const next = numbers.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const n of next) await ask(n)
    }),
  )
  const done = (numbers.at(-1) ?? 0) + 1
  await vi.waitFor(async () => expect((await statistics()).total_requests).toBe(done), {
    timeout: 20_000,
    interval: 100,
  })
}

async function ask(n: number): Promise<void> {
  const { answer } = asked[n] ?? {}
  if (answer === undefined) throw new Error(`no answer ${n}`)
  const response = await fetch(`${signalbox.url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body: JSON.stringify({
      model: answer.asked,
      max_tokens: 9,
      stream: answer.streams,
      ...(answer.shape.startsWith('fast') && { speed: 'fast' }),
      metadata: { user_id: String(n) },
      messages: [{ role: 'user', content: 'x' }],
    }),
  })
  await response.text()
  expect([n, response.status]).toEqual([n, answer.status])
}

function statistics(): Promise<{ total_requests: number }> {
  return read(`/api/stats?start_date=${DAYS[0]}T00:00:00Z&end_date=${DAYS[1]}T23:59:59.999Z`)
}

function costsOf({ tz = 'UTC', ...range }: { start: string; end: string; tz?: string }): Promise<Sums> {
  return read(`/api/costs?${new URLSearchParams({ ...range, tz })}`)
}

async function read<Body>(path: string): Promise<Body> {
  const response = await fetch(signalbox.url + path)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.json()) as Body
}

/** Pseudo-random numbers, the same on every run (mulberry32). */
function createRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
