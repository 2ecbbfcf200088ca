import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'
import type { Budget, BudgetsResponse } from '../shared/budgets.ts'
import type { RequestSummaries } from '../shared/request-log.ts'

let upstream: FakeUpstream
let signalbox: Headless
let dataDir: string

beforeAll(async () => {
  await installClaudeCode()
  dataDir = await mkdtemp(join(tmpdir(), 'signalbox-budgets-'))
  upstream = await startFakeUpstream()
  signalbox = await start()
}, 300_000)
afterAll(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(dataDir, { recursive: true, force: true })
})

const start = () => startHeadless({ dataDir, env: { ANTHROPIC_FORWARD_URL: upstream.url } })

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${signalbox.url}${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  })
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

const read = () => call<BudgetsResponse>('GET', '/api/budgets')
const save = (...budgets: Budget[]) => call<BudgetsResponse>('PUT', '/api/budgets', { budgets })
const lift = (id: string, lifted: boolean) =>
  call<BudgetsResponse>('POST', '/api/budgets/lift', { id, lifted })

function send(model = 'claude-opus-4-5'): Promise<Response> {
  return fetch(`${signalbox.url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model, max_tokens: 10, messages: [{ role: 'user', content: 'hello' }] }),
  })
}

async function refusals(): Promise<number> {
  const { requests } = await call<RequestSummaries>('GET', '/api/requests/summary?limit=500')
  return requests.filter(({ errorType }) => errorType === 'budget_reached').length
}

describe('a hard budget', () => {
  it('refuses once it is used up, of its model only, and counts what the usage page counts', async () => {
    await save(
      { period: 'day', unit: 'tokens', amount: 1, model: 'opus', hard: true },
      { period: 'month', unit: 'usd', amount: 1_000, hard: false },
    )
    await expect.poll(async () => (await read()).isComplete).toBe(true)
    expect((await send('claude-sonnet-4-5')).status).toBe(200)
    expect((await send()).status).toBe(200)
    await expect.poll(async () => (await read()).budgets[0]?.isRefusing).toBe(true)

    const refused = await send()
    expect([
      refused.status,
      refused.headers.get('x-should-retry'),
      refused.headers.get('x-proxy-error'),
    ]).toEqual([429, 'false', 'budget_reached'])
    expect(await refused.json()).toMatchObject({
      type: 'error',
      error: {
        type: 'rate_limit_error',
        message: expect.stringMatching(
          /^A budget that you set in Signalbox is used up\. [\d,]+ tokens of 1 tokens used today by models named opus\./,
        ),
      },
    })
    expect((await send('claude-sonnet-4-5')).status).toBe(200)
    const { spent } = (await read()).budgets[1] ?? {}
    expect(spent).toBeGreaterThan(0)
    // The log is written a moment later.
    await expect
      .poll(async () => (await call<{ estimate: number }>('GET', '/api/costs')).estimate)
      .toBeCloseTo(spent ?? 0, 6)
  })

  it('keeps its count over a restart, in a log that was written before', async () => {
    const before = (await read()).budgets.map(({ spent }) => spent)
    expect(before.every((spent) => spent > 0)).toBe(true)
    await signalbox.stop()
    signalbox = await start()
    await expect.poll(async () => (await read()).isComplete).toBe(true)
    expect((await read()).budgets.map(({ spent }) => spent)).toEqual(before)
    expect((await send()).status).toBe(429)
  })

  it('refuses nothing while it is lifted, and then again', async () => {
    expect((await lift('day/tokens/opus', true)).budgets[0]).toMatchObject({
      isReached: true,
      isRefusing: false,
    })
    expect((await send()).status).toBe(200)
    expect((await lift('day/tokens/opus', false)).budgets[0]).toMatchObject({ isRefusing: true })
    expect((await send()).status).toBe(429)
    const unknown = await fetch(`${signalbox.url}/api/budgets/lift`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'day/usd/', lifted: true }),
    })
    expect(unknown.status).toBe(404)
  })

  it.each([
    [{ period: 'day', unit: 'usd', amount: 0, hard: false }],
    [{ period: 'year', unit: 'usd', amount: 1, hard: false }],
    [{ period: 'day', unit: 'usd', amount: 'much', hard: false }],
    [{ period: 'day', unit: 'usd', amount: 1, hard: false, model: '' }],
  ])('cannot be saved if it is invalid: %j', async (budget) => {
    const response = await fetch(`${signalbox.url}/api/budgets`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ budgets: [budget] }),
    })
    expect(response.status).toBe(400)
  })

  it('cannot be saved twice for the same', async () => {
    const budget = { period: 'day', unit: 'usd', amount: 1, hard: false }
    const response = await fetch(`${signalbox.url}/api/budgets`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ budgets: [budget, { ...budget, amount: 2 }] }),
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      issues: [{ path: '/budgets/1', code: 'invalid.duplicate' }],
    })
  })

  it('reaches the terminal of Claude Code as a sentence, with one request', async () => {
    await save({ period: 'day', unit: 'usd', amount: 0.0001, hard: true })
    await expect.poll(refusals).toBe(3)
    const passed = upstream.requests.length
    const refused = await runClaude({ baseUrl: signalbox.url, prompt: 'say hello', timeoutMs: 60_000 })
    console.log(JSON.stringify(refused))
    expect(refused.code).not.toBe(0)
    expect(`${refused.stdout}${refused.stderr}`).toMatch(
      /A budget that you set in Signalbox is used up\. \$0\.\d{4} of \$0\.0001 used today\. To go on, lift it for today in Signalbox’s tray/,
    )
    await expect.poll(refusals).toBe(3 + 1)
    expect(upstream.requests.slice(passed).filter(({ url }) => url.startsWith('/v1/messages'))).toEqual([])

    await lift('day/usd/', true)
    const passes = await runClaude({ baseUrl: signalbox.url, prompt: 'say hello', timeoutMs: 60_000 })
    expect(passes.code).toBe(0)
  }, 150_000)

  it('leaves the verdict as it was: nothing is wrong', async () => {
    const { verdict } = await call<{ verdict: { state: string } }>('GET', '/livez')
    expect(verdict.state).not.toBe('error')
  })
})
