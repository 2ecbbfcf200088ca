import { once } from 'node:events'
import { createServer } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startProxy } from '../main/proxy/testing/start-proxy.ts'
import { errorReply } from './fake-upstream/error-reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { SELF_SIGNED } from './relay-rig/self-signed.ts'
import { openGate } from './verdict-rig/open-gate.ts'
import { startWatched, type Watched } from './verdict-rig/start-watched.ts'

/** Time from the second failure, and from the recovery, until all reports agree. In ms. */
const LIMIT = 2_000
const SECOND = 1_000

let upstream: FakeUpstream
let folder: string
const cleanups: (() => unknown)[] = []

beforeEach(async () => {
  upstream = await startFakeUpstream()
  folder = await mkdtemp(join(tmpdir(), 'signalbox-verdict-'))
  cleanups.push(upstream.close, () => rm(folder, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

async function start(env: Record<string, string> = {}): Promise<Watched> {
  const watched = await startWatched({
    env: { ANTHROPIC_FORWARD_URL: upstream.url, ...env },
    dataDir: folder,
  })
  cleanups.push(watched.stop)
  return watched
}

interface Outage {
  breaks: () => unknown
  recovers: () => unknown
  /** The finding during the outage, and a part of its sentence. */
  code: string
  says: RegExp
  /** Client status during the outage. */
  status: number
  model?: string
  /** True if only a request can detect the recovery. */
  needsRequest?: boolean
}

/**
 * One failure is not reported, the second is, and so is the recovery. Resolves with the delays that exceed the limit,
 * in ms.
 */
async function playOutage(watched: Watched, outage: Outage): Promise<number[]> {
  const { ask, see, until } = watched
  const { model, status } = outage
  await until('fine')
  expect(await ask()).toBe(200)
  await outage.breaks()
  expect(await ask(model)).toBe(status)
  expect((await see()).verdict.state).toMatch(/^(running|active)$/)
  await setTimeout(SECOND)
  expect(await ask(model)).toBe(status)

  const toWarn = await until('warning')
  const { verdict, health } = await see()
  expect(verdict.reason).toMatchObject({ code: outage.code, sentence: expect.stringMatching(outage.says) })
  expect(verdict.reason).toMatchObject({ check: 'providers', since: expect.any(String) })
  expect(health).toBe(200)

  await outage.recovers()
  const responses = outage.needsRequest === true ? [await ask(model)] : []
  const toFine = await until('fine')
  expect(responses.filter((response) => response !== 200)).toEqual([])
  console.info(`${outage.code}: told after ${Math.round(toWarn)} ms, fine after ${Math.round(toFine)} ms`)
  expect(await ask(model)).toBe(200)
  expect((await see()).verdict.state).toMatch(/^(running|active)$/)
  return [toWarn, toFine].filter((took) => took > LIMIT)
}

it('tells of an upstream that is gone, and of its return without a request', async () => {
  const gate = await openGate(upstream.port)
  cleanups.push(gate.close)
  const watched = await start({ ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${gate.port}` })
  const late = await playOutage(watched, {
    breaks: gate.close,
    recovers: gate.open,
    code: 'upstream_unreachable',
    says: /^127\.0\.0\.1:\d+ can’t be reached from this machine\. 2 requests failed in the last minute\.$/,
    status: 502,
  })
  expect(late).toEqual([])
})

it.each([
  [
    'overloaded',
    529,
    'overloaded_error',
    'upstream_overloaded',
    / is overloaded \(529\)\. 2 requests failed/,
  ],
  [
    'rejecting the sign-in',
    401,
    'authentication_error',
    'upstream_rejects_sign_in',
    / rejects the credentials \(401\)/,
  ],
  ['failing', 500, 'api_error', 'upstream_errors', / responds with errors \(500\)/],
] as const)('tells of an upstream that is %s', async (_what, status, type, code, says) => {
  const watched = await start()
  const late = await playOutage(watched, {
    breaks: () => upstream.reply([errorReply(status, type)]),
    recovers: () => upstream.reply([]),
    code,
    says,
    status,
    needsRequest: true,
  })
  expect(late).toEqual([])
})

it("tells of a gateway's page that comes with 200, and lets it pass untouched", async () => {
  const watched = await start()
  const body = '<!DOCTYPE html><title>Sign in to this network</title>'
  const headers = { 'content-type': 'text/html; charset=utf-8' }
  const late = await playOutage(watched, {
    breaks: () => upstream.reply([{ kind: 'http', status: 200, headers, body }]),
    recovers: () => upstream.reply([]),
    code: 'upstream_not_api',
    says: / doesn’t respond like the API \(text\/html\)\. A captive portal or gateway may be in between\.$/,
    status: 200,
    needsRequest: true,
  })
  expect(late).toEqual([])
  upstream.reply([{ kind: 'http', status: 200, headers, body }])
  const { url } = watched.server
  const sent = await fetch(`${url}/v1/messages`, { method: 'POST', body: '{"model":"claude-opus-4"}' })
  expect(await sent.text()).toBe(body)
  await expect
    .poll(async () => (await (await fetch(`${url}/api/requests/summary?outcome=failed`)).json()).requests)
    .toMatchObject(Array.from({ length: 3 }, () => ({ statusCode: 200, errorType: 'response_not_api' })))
})

it('tells of a name that cannot be resolved', async () => {
  const aim = (apiBaseUrl: string) =>
    writeFile(
      join(folder, 'config.json'),
      JSON.stringify({ providers: [{ name: 'anthropic', apiBaseUrl, apiKey: 'k', enabled: true }] }),
    )
  await aim(upstream.url)
  const watched = await start()
  const late = await playOutage(watched, {
    async breaks() {
      await aim('http://no-such-host.invalid')
      await expect
        .poll(async () => (await watched.see()).address, { timeout: 10_000 })
        .toBe('http://no-such-host.invalid')
    },
    recovers: () => aim(upstream.url),
    code: 'upstream_dns',
    says: /^The name no-such-host\.invalid can’t be resolved\./,
    status: 502,
  })
  expect(late).toEqual([])
})

it('tells of TLS that fails', async () => {
  const ca = join(folder, 'ca.pem')
  await writeFile(ca, SELF_SIGNED.cert)
  const secure = await startFakeUpstream({ tls: SELF_SIGNED })
  cleanups.push(secure.close)
  const gate = await openGate(secure.port)
  cleanups.push(gate.close)
  const { port } = gate
  const watched = await start({ ANTHROPIC_FORWARD_URL: `https://127.0.0.1:${port}`, SIGNALBOX_CA_FILE: ca })
  // A plain HTTP server in place of TLS: responds to the handshake with HTTP.
  const plain = createServer()
  cleanups.push(() => plain.close())
  const late = await playOutage(watched, {
    async breaks() {
      await gate.close()
      plain.listen(port, '127.0.0.1')
      await once(plain, 'listening')
    },
    async recovers() {
      plain.close()
      plain.closeAllConnections()
      await gate.open()
    },
    code: 'upstream_tls_failed',
    says: /^A secure connection to 127\.0\.0\.1:\d+ can’t be established: /,
    status: 502,
  })
  expect(late).toEqual([])
})

it('tells of a routed provider alone, and that the others work', async () => {
  const other = await startFakeUpstream()
  const gate = await openGate(other.port)
  cleanups.push(other.close, gate.close)
  const providers = [
    { name: 'local', apiBaseUrl: `http://127.0.0.1:${gate.port}/v1`, apiKey: 'k', enabled: true },
  ]
  const routes = { background: { provider: 'local', model: 'qwen' } }
  await writeFile(join(folder, 'config.json'), JSON.stringify({ providers, routes }))
  const watched = await start()
  const late = await playOutage(watched, {
    breaks: gate.close,
    recovers: gate.open,
    code: 'provider_unreachable',
    says: /^local \(127\.0\.0\.1:\d+\) can’t be reached\. Requests routed there fail\.$/,
    status: 502,
    model: 'claude-3-5-haiku-latest',
  })
  expect(late).toEqual([])
})

it('tells of an outbound proxy that is gone', async () => {
  const proxy = await startProxy({ leadsTo: upstream.port })
  const gate = await openGate(proxy.port)
  cleanups.push(proxy.close, gate.close)
  const watched = await start({
    ANTHROPIC_FORWARD_URL: 'http://upstream.test',
    HTTP_PROXY: `http://127.0.0.1:${gate.port}`,
  })
  const late = await playOutage(watched, {
    breaks: gate.close,
    recovers: gate.open,
    code: 'outbound_proxy_unreachable',
    says: /^The outbound proxy 127\.0\.0\.1:\d+ can’t be reached\./,
    status: 502,
  })
  expect(late).toEqual([])
})

it.skipIf(process.platform === 'win32')('tells of a machine that woke up without a network', async () => {
  const gate = await openGate(upstream.port)
  cleanups.push(gate.close)
  const watched = await start({ ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${gate.port}` })
  await watched.until('fine')
  expect(await watched.ask()).toBe(200)

  process.kill(watched.server.pid, 'SIGSTOP')
  await gate.close()
  await setTimeout(15 * SECOND)
  process.kill(watched.server.pid, 'SIGCONT')
  // No request was sent: a check finds that the upstream is unreachable.
  const toWarn = await watched.until('warning')
  expect((await watched.see()).verdict.reason.code).toBe('upstream_unreachable_idle')
  await gate.open()
  const toFine = await watched.until('fine')
  console.info(`waking: told after ${Math.round(toWarn)} ms, fine after ${Math.round(toFine)} ms`)
  expect(toFine).toBeLessThanOrEqual(LIMIT)
})

it('says that Claude Code is not connected, and that requests came in all the same', async () => {
  const watched = await start()
  await expect.poll(async () => (await watched.see()).verdict.reason.code).toBe('not_connected')
  await watched.ask()
  await watched.ask()
  await expect
    .poll(async () => (await watched.see()).verdict.reason)
    .toMatchObject({
      code: 'not_connected_traffic',
      sentence:
        'Not connected, but 2 requests came in anyway, for example from a shell that sets ANTHROPIC_BASE_URL.',
    })
  const connected = await fetch(`${watched.server.url}/api/connection/connect`, { method: 'POST' })
  expect(connected.status).toBe(200)
  await expect.poll(async () => (await watched.see()).verdict.reason.code).toBe('connected')
})
