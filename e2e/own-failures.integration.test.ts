import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { listenRaw } from './faults/listen-raw.ts'
import { readLog } from './faults/read-log.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/* Failures that Signalbox reports itself: contents of the error response and of the log. */

let upstream: FakeUpstream
let dataDir: string
let signalbox: Headless | undefined

beforeEach(async () => {
  upstream = await startFakeUpstream()
  dataDir = await mkdtemp(join(tmpdir(), 'own-failures-'))
})
afterEach(async () => {
  await signalbox?.stop()
  await upstream.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(env: Record<string, string>): Promise<Headless> {
  const provider = { name: 'ollama', apiBaseUrl: upstream.url, enabled: true }
  await writeFile(join(dataDir, 'config.json'), JSON.stringify({ providers: [provider] }))
  signalbox = await startHeadless({ dataDir, env: { ANTHROPIC_FORWARD_URL: upstream.url, ...env } })
  return signalbox
}

async function ask({ url }: Headless, model: string) {
  const body = JSON.stringify({ model, max_tokens: 10, messages: [{ role: 'user', content: 'hi there' }] })
  const response = await fetch(`${url}/v1/messages`, { method: 'POST', body })
  const { headers, status } = response
  const after = headers.get('retry-after')
  const told = { code: headers.get('x-proxy-error'), retry: headers.get('x-should-retry') }
  return { status, ...told, after: after === null ? undefined : Number(after), body: await response.json() }
}

it('says when its own limit has room again', async () => {
  const running = await start({ SIGNALBOX_RATE_LIMIT: '2' })
  expect(await ask(running, 'ollama,llama')).toMatchObject({ status: 200, after: undefined })
  expect(await ask(running, 'ollama,llama')).toMatchObject({ status: 200 })
  const { after, ...told } = await ask(running, 'ollama,llama')
  expect(told).toMatchObject({
    status: 429,
    code: 'rate_limited',
    retry: 'true',
    body: { type: 'error', error: { type: 'rate_limit_error' } },
  })
  expect(after).toBeGreaterThan(20)
  expect(after).toBeLessThanOrEqual(30)
  expect(upstream.requests).toHaveLength(2)
})

it('says when a provider that is down will be asked again', async () => {
  const running = await start({ SIGNALBOX_CIRCUIT_BREAKER: 'true', SIGNALBOX_PROVIDER_RETRIES: '0' })
  upstream.reply([{ kind: 'http', status: 500, body: '{}' }])
  for (let i = 0; i < 5; i++) expect(await ask(running, 'ollama,llama')).toMatchObject({ status: 500 })
  const { after, ...told } = await ask(running, 'ollama,llama')
  expect(told).toMatchObject({ status: 503, code: 'circuit_open', retry: 'true' })
  expect(after).toBeGreaterThan(5)
  expect(after).toBeLessThanOrEqual(30)
  expect(upstream.requests).toHaveLength(5)
})

it('keeps in the log what a demoted answer had brought before it broke', async () => {
  const running = await start({ ANTHROPIC_DEMOTE_NONSTREAMING: 'true' })
  upstream.reply([textReply(['Half an ', 'answer, and'], { cut: { afterWrites: 5, how: 'fin' } })])
  expect(await ask(running, 'claude-x')).toMatchObject({ status: 502, retry: 'true' })
  const [row] = await untilLogged(running)
  expect(row?.['response']).toMatchObject({
    statusCode: 502,
    errorType: 'upstream_broke',
    demoted: true,
    isStreaming: false,
    usage: { input_tokens: 12 },
  })
  const partial = await fetch(`${running.url}/api/requests/${String(row?.['requestId'])}/body?side=response`)
  expect(await partial.json()).toMatchObject({
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: 'Half an answer, and' }],
  })
})

it('writes a line that a search for the reason can begin with, and the conversation is not in it', async () => {
  const running = await start({ SIGNALBOX_PROVIDER_RETRIES: '0' })
  upstream.reply([{ kind: 'raw', steps: [{ step: 'reset' }] }])
  expect(await ask(running, 'claude-x')).toMatchObject({ status: 502, code: 'upstream_broke' })
  expect(await ask(running, 'ollama,llama')).toMatchObject({ status: 502, code: 'provider_failed' })
  const lines = () =>
    running
      .stderr()
      .split('\n')
      .filter((line) => line.includes('request_id='))
  await expect.poll(lines).toHaveLength(2)
  const [native, translated] = lines().map((line) => {
    const { request_id: id, msg, forward } = JSON.parse(line)
    // One log line for each failure, with its request.
    expect(msg).toBe('request failed')
    expect(forward).toContain(`request_id=${id} `)
    return forward
  })
  expect(native).toMatch(
    /request_id=[0-9a-f]{16} model=claude-x stream=false body_bytes=\d+ has_thinking=false anthropic_beta=.* query=.* elapsed=\d+\.\d{3}s ctx_err=none provider=anthropic err_class=upstream_broke cause=\w+/,
  )
  expect(translated).toMatch(/model=llama .* provider=ollama err_class=provider_failed cause=/)
  expect(running.stderr()).not.toContain('hi there')
})

async function untilLogged({ url }: Headless): Promise<Record<string, unknown>[]> {
  const list = async () => (await (await fetch(`${url}/api/requests`)).json()).requests
  await expect.poll(async () => (await list()).length, { timeout: 10_000 }).toBeGreaterThan(0)
  return await list()
}

it('owns a refusal in the middle of a body in its log', async () => {
  const { port, url } = await start({})
  const head = `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ntransfer-encoding: chunked\r\n\r\n`
  const { status, end } = await listenRaw({ port, bytes: `${head}2\r\n{}\r\nzz\r\n`, patienceMs: 10_000 })
  expect({ status, end }).toEqual({ status: 400, end: 'whole' })
  const [row] = await readLog(url, { count: 1, total: 1 })
  expect(row).toMatchObject({
    statusCode: 400,
    errorType: 'malformed_request',
    termination: { who: 'proxy' },
  })
})
