import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Headless } from './start-headless.ts'
import {
  costOfRows,
  expectSame,
  expectSums,
  milli,
  type Row,
  type Sums,
  totalsOf,
  type Usage,
} from './usage-ledger/compare.ts'
import { createRandom } from './usage-ledger/create-random.ts'
import { addUp, CHANGE_DAY, OWN_AFTER, OWN_BEFORE } from './usage-ledger/ledger.ts'
import { type Answer, makeAnswer, SHAPES } from './usage-ledger/make-answers.ts'
import { readSamples } from './usage-ledger/read-samples.ts'
import { runCommand } from './usage-ledger/run-command.ts'
import { startOn } from './usage-ledger/start-on.ts'
import { type LedgerUpstream, startUpstream } from './usage-ledger/start-upstream.ts'
import { PROJECTS, promptOf, type Work, workOf } from './usage-ledger/work.ts'

/** Up to 5,000. */
const COUNT = Number(process.env['LEDGER_ANSWERS'] ?? 2000)
const SEED = Number(process.env['LEDGER_SEED'] ?? 1)
const AT_ONCE = 16

/** The two days on which the answers are asked for, before and after a price change. */
const DAYS = ['2026-11-08', CHANGE_DAY] as const

let folder: string
let upstream: LedgerUpstream
let signalbox: Headless
let asked: { answer: Answer; day: string; where: Work }[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-ledger-'))
  const random = createRandom(SEED)
  const answers = Array.from({ length: COUNT }, (_, n) =>
    makeAnswer(SHAPES[n % SHAPES.length] ?? 'plain', random),
  )
  upstream = await startUpstream(answers, random)
  asked = answers.map((answer, n) => ({ answer, day: n < COUNT / 2 ? DAYS[0] : DAYS[1], where: workOf(n) }))
  for (const day of DAYS) {
    await signalbox?.stop()
    signalbox = await startOn(day, { dataDir: folder, upstream: upstream.url })
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

it('shows the same by project, session, agent, model, provider and time', async () => {
  const range = { start: `${DAYS[0]}T00:00:00Z`, end: `${DAYS[1]}T23:59:59.999Z`, tz: 'UTC' }
  for (const place of ['project', 'session', 'agent'] as const) {
    const usage = await usageBy({ ...range, group: place })
    const names = new Set(asked.map(({ where }) => where[place]))
    expect(new Set(usage.groups.map(({ key }) => key[place]))).toEqual(names)
    for (const group of usage.groups)
      expectSums(group, addUp(asked.filter(({ where }) => where[place] === group.key[place])))
    expectSums(usage.total, addUp(asked))
  }
  for (const group of ['model', 'provider', 'org', 'hour', 'day', 'week', 'month', 'project,model,day'])
    expectSums((await usageBy({ ...range, group })).total, addUp(asked))
  for (const { key, ...sums } of (await usageBy({ ...range, group: 'day' })).groups)
    expectSums(sums, addUp(asked.filter(({ day }) => day === key['day'])))
  const { groups, unpriced } = await usageBy({ ...range, group: 'model' })
  for (const [model, { input, cost = null }] of addUp(asked).models) {
    const group = groups.find(({ key }) => key['model'] === model)
    expect([model, group?.input_tokens, milli(group?.cost)]).toEqual([model, input, milli(cost)])
  }
  expect(new Map(unpriced.map(({ model, requests }) => [model, requests]))).toEqual(addUp(asked).unpriced)
  const [first] = PROJECTS
  const own = await usageBy({ ...range, group: 'project,agent', project: first, agent: 'main' })
  const ofMain = asked.filter(({ where }) => where.project === first && where.agent === 'main')
  expectSums(own.total, addUp(ofMain))
  expect(ofMain.length).toBeGreaterThan(10)
})

it('shows the same as CSV', async () => {
  const query = {
    start: `${DAYS[0]}T00:00:00Z`,
    end: `${DAYS[1]}T23:59:59.999Z`,
    group: 'session,model',
    tz: 'UTC',
  }
  const response = await fetch(
    `${signalbox.url}/api/usage?${new URLSearchParams({ ...query, format: 'csv' })}`,
  )
  const [head = '', ...lines] = (await response.text()).trimEnd().split('\r\n')
  const columns = head.split(',')
  const total = (name: string) =>
    lines.reduce((sum, line) => sum + Number(line.split(',')[columns.indexOf(name)]), 0)
  const whole = totalsOf(addUp(asked))
  expect(total('requests')).toBe(COUNT)
  expect(total('input_tokens')).toBe(whole.input)
  expect(total('output_tokens')).toBe(whole.output)
  expect(total('cache_read_input_tokens')).toBe(whole.read)
  expect(total('cost')).toBeCloseTo(addUp(asked).cost, 4)
})

it('shows the same on the command line', async () => {
  const port = String(signalbox.port)
  for (const by of ['project', 'session', 'agent', 'model', 'day']) {
    const stdout = await runCommand([
      'usage',
      '--by',
      by,
      '--since',
      `${DAYS[0]}T00:00Z`,
      '--json',
      '--port',
      port,
    ])
    const usage = JSON.parse(stdout) as Awaited<ReturnType<typeof usageBy>>
    expectSums(usage.total, addUp(asked))
    expect(usage.groups.length).toBeGreaterThan(1)
  }
  const table = await runCommand(['usage', '--since', `${DAYS[0]}T00:00Z`, '--port', port])
  const { cost, unpriced } = addUp(asked)
  const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(cost)
  expect(table).toMatch(new RegExp(`^Total +\\${dollars} `, 'm'))
  for (const [model, requests] of unpriced)
    expect(table).toMatch(new RegExp(`^${requests} requests? of ${model} ha(ve|s) no price\\.$`, 'm'))
  expect(table.split('\n').filter(({ length }) => length > 80)).toEqual([])
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
  // The cost is in the last column.
  const cells = lines.map((line) => line.split(',').at(-1) ?? '')
  expect(cells.reduce((sum, cell) => sum + Number(cell), 0)).toBeCloseTo(costOfRows(asked), 6)
})

it('shows the cost of each request in lists and details', async () => {
  const { requests } = await read<{ requests: Row[] }>('/api/requests/summary?limit=0')
  const costs = requests.flatMap(({ cost }) => cost ?? [])
  expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(costOfRows(asked), 6)
  const row = requests.find(({ cost = 0 }) => cost > 0)
  if (row === undefined) throw new Error('no request has a cost')
  const { request } = await read<{ request: Row }>(`/api/requests/${row.requestId}`)
  const list = await read<{ requests: Row[] }>(`/api/requests?start=${row.timestamp}&end=${row.timestamp}`)
  const same = list.requests.find(({ requestId }) => requestId === row.requestId)
  expect([request.cost, same?.cost]).toEqual([row.cost, row.cost])
  const own = requests.filter(({ sessionId }) => sessionId === row.sessionId)
  const sum = own.reduce((all, { cost = 0 }) => all + cost, 0)
  expect(sum).toBeCloseTo(costOfRows(asked.filter(({ where }) => where.session === row.sessionId)), 6)
})

it('shows today’s in the tray, and counts it in the metrics since the start', async () => {
  const today = addUp(asked.filter(({ day }) => day === DAYS[1]))
  // As the tray asks for it.
  const noon = Date.parse(`${DAYS[1]}T12:00:00Z`)
  const [start, end] = [0, 24].map((hour) => new Date(new Date(noon).setHours(hour, 0, 0, 0)).toISOString())
  const shown = await usageBy({ group: 'session', source: 'proxy', start: start ?? '', end: end ?? '' })
  expectSums(shown.total, today)
  const costs = await readSamples(signalbox.url, 'claude_proxy_cost_usd_total')
  for (const [model, { cost }] of today.models)
    expect([model, milli(costs.get(model))]).toEqual([model, milli(cost)])
  const unpriced = await readSamples(signalbox.url, 'claude_proxy_unpriced_requests_total')
  expect(unpriced).toEqual(today.unpriced)
})

function usageBy(query: Record<string, string>): Promise<{
  groups: (Usage & { key: Record<string, string | null> })[]
  total: Usage
  unpriced: { model: string; requests: number }[]
}> {
  return read(`/api/usage?${new URLSearchParams(query)}`)
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
  const { answer, where } = asked[n] ?? {}
  if (answer === undefined || where === undefined) throw new Error(`no answer ${n}`)
  const response = await fetch(`${signalbox.url}/v1/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-api-key': 'k',
      'x-claude-code-session-id': where.session,
      ...(where.agent.startsWith('agent') && { 'x-claude-code-agent-id': where.agent }),
    },
    body: JSON.stringify({
      model: answer.asked,
      max_tokens: 9,
      stream: answer.streams,
      ...(answer.shape.startsWith('fast') && { speed: 'fast' }),
      metadata: { user_id: String(n) },
      ...promptOf(where),
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
