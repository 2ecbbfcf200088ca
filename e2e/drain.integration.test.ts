import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { isWhole, rawExchange, type RawResponse } from './raw-exchange.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const STREAMS = 200
const BODY = JSON.stringify({
  model: 'claude-fake',
  max_tokens: 8,
  stream: true,
  messages: [{ role: 'user', content: 'hi' }],
})
const SILENCE = { cut: { afterWrites: 3, how: 'silence' } } as const

let upstream: FakeUpstream
let signalbox: Headless

beforeEach(async () => {
  upstream = await startFakeUpstream({ keepBodies: false })
})
afterEach(async () => {
  signalbox.stop('SIGKILL').catch(() => undefined)
  await signalbox.exited
  await upstream.close()
})

async function start(env: Record<string, string> = {}): Promise<void> {
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url, ...env } })
}

function message(): string {
  const head = `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${signalbox.port}\r\nContent-Type: application/json\r\n`
  return `${head}Content-Length: ${BODY.length}\r\n\r\n${BODY}`
}

/** A streaming request, read until its terminator or the close. */
function stream(): Promise<RawResponse> {
  return rawExchange(message(), {
    port: signalbox.port,
    enough: ({ body }) => body.endsWith('\r\n0\r\n\r\n'),
    timeoutMs: 30_000,
  })
}

/** A request whose response has a content-length. */
function ask(line: string): Promise<RawResponse> {
  const bytes = `${line} HTTP/1.1\r\nHost: 127.0.0.1:${signalbox.port}\r\n\r\n`
  return rawExchange(bytes, { port: signalbox.port, enough: isWhole })
}

/** Starts a drain with a JSON body. */
function post(body: string): Promise<RawResponse> {
  const head = `POST /api/drain HTTP/1.1\r\nHost: 127.0.0.1:${signalbox.port}\r\nContent-Type: application/json\r\n`
  return rawExchange(`${head}Content-Length: ${body.length}\r\n\r\n${body}`, {
    port: signalbox.port,
    enough: isWhole,
  })
}

async function livez(): Promise<Record<string, unknown>> {
  const body: Record<string, unknown> = JSON.parse((await ask('GET /livez')).body)
  return body
}

/** The log messages on stderr, in order. */
function logged(): { msg: string; source?: string; in_flight?: number }[] {
  return signalbox
    .stderr()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

/** Opens streams and waits until the upstream has started each response. */
async function openStreams(count: number): Promise<Promise<RawResponse>[]> {
  const streams = Array.from({ length: count }, stream)
  await upstream.until(({ length }) => length === count)
  return streams
}

describe('draining by the button, then by a signal', () => {
  it(`lets ${STREAMS} streams finish whole, takes no new one, and exits 0 at once after the last`, async () => {
    await start()
    upstream.reply([textReply(['one ', 'two ', 'three'], { gapMs: 400 })])
    const streams = await openStreams(STREAMS)

    expect(await ask('POST /api/drain')).toMatchObject({ status: 202 })
    const refused = await Promise.all(
      [message(), message().replace('/v1/messages', '/v1/other')].map((bytes) =>
        rawExchange(bytes, { port: signalbox.port, enough: isWhole }),
      ),
    )
    for (const response of refused) {
      expect(response.status).toBe(503)
      expect(JSON.parse(response.body)).toMatchObject({ type: 'error', error: { type: 'api_error' } })
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(response.headers.get('x-should-retry')).toBe('true')
      expect(response.headers.get('x-proxy-error')).toBe('draining')
    }
    const health = await ask('GET /health')
    expect(health.status).toBe(503)
    expect(JSON.parse(health.body)).toMatchObject({ status: 'draining', in_flight: STREAMS })
    expect(await livez()).toMatchObject({
      status: 'ok',
      draining: true,
      in_flight: STREAMS,
      drain: { source: 'request', refuses_new: true, cancellable: true },
    })

    process.kill(signalbox.pid, 'SIGTERM')
    await expect.poll(livez, { interval: 5 }).toMatchObject({
      drain: { source: 'signal', refuses_new: true, cancellable: false },
    })
    expect(await ask('DELETE /api/drain')).toMatchObject({ status: 409 })
    expect(await stream()).toMatchObject({ status: 503 })

    const responses = await Promise.all(streams)
    const lastEndedAt = performance.now()
    expect(await signalbox.exited).toEqual({ code: 0, signal: null })
    const exitMs = performance.now() - lastEndedAt
    const whole = responses.filter(
      ({ status, body }) => status === 200 && body.includes('three') && body.includes('message_stop'),
    )
    console.log(`${whole.length} of ${STREAMS} streams whole, exit ${exitMs.toFixed(0)} ms after the last`)
    expect(whole).toHaveLength(STREAMS)
    expect(exitMs).toBeLessThan(1_500)
    expect(upstream.requests).toHaveLength(STREAMS)
    expect(logged().map(({ msg, source, in_flight }) => [msg, source, in_flight])).toEqual([
      ['listening', undefined, undefined],
      ['draining', 'request', STREAMS],
      ['draining', 'signal', STREAMS],
      ['drained', undefined, 0],
    ])
  })

  it('can be cancelled in between, and the streams go on', async () => {
    await start()
    upstream.reply([textReply(['one ', 'two'], { gapMs: 150 })])
    const streams = await openStreams(20)
    await ask('POST /api/drain')
    expect(await stream()).toMatchObject({ status: 503 })
    const cancelled = await ask('DELETE /api/drain')
    expect(cancelled.status).toBe(200)
    expect(JSON.parse(cancelled.body)).toMatchObject({ draining: false })
    expect(await ask('GET /health')).toMatchObject({ status: 200 })
    const responses = await Promise.all([...streams, stream()])
    expect(responses.filter(({ body }) => body.includes('message_stop'))).toHaveLength(21)
    expect(logged().at(-1)).toMatchObject({ msg: 'drain cancelled' })
  })

  it('resumes by itself after the time that was asked for', async () => {
    await start()
    const begun = await post('{"resume_after_ms":1000}')
    expect(begun.status).toBe(202)
    const resumesAt = Date.parse(JSON.parse(begun.body).drain.resumes_at)
    expect(Math.abs(resumesAt - Date.now() - 1_000)).toBeLessThan(1_000)
    expect(await stream()).toMatchObject({ status: 503 })
    await expect.poll(livez, { timeout: 10_000 }).toMatchObject({ draining: false })
    expect(await stream()).toMatchObject({ status: 200 })
    expect(logged().map(({ msg }) => msg)).toContain('drain ended by timer')
  })

  it('starts nothing for a body that it cannot use', async () => {
    await start()
    const responses = [
      '{',
      '[]',
      '{"resume_after_ms":"soon"}',
      '{"resume_after_ms":999}',
      '{"resume_after_ms":86400001}',
      '{"resume_after_ms":1000.5}',
      '{"resumeAfterMs":1000}',
      JSON.stringify({ resume_after_ms: 1_000, x: 'x'.repeat(2_000) }),
    ].map(async (body) => (await post(body)).status)
    expect(await Promise.all(responses)).toEqual([400, 400, 400, 400, 400, 400, 400, 413])
    expect(await livez()).toMatchObject({ draining: false })
  })

  it('ends by itself without an exit: the drained server goes on refusing until it is resumed', async () => {
    await start()
    await ask('POST /api/drain')
    expect(await stream()).toMatchObject({ status: 503 })
    expect(await livez()).toMatchObject({ draining: true, in_flight: 0 })
    await ask('DELETE /api/drain')
    expect(await stream()).toMatchObject({ status: 200 })
  })
})

describe('draining by a signal', () => {
  it('goes on accepting, says 503 on /health and 200 on /livez, and closes each connection after its answer', async () => {
    await start()
    upstream.reply([textReply(['one ', 'two'], { gapMs: 200 })])
    const [running] = await openStreams(1)
    process.kill(signalbox.pid, 'SIGTERM')
    await expect.poll(livez, { interval: 5 }).toMatchObject({ draining: true, drain: { refuses_new: false } })
    const late = stream()
    const health = await ask('GET /health')
    expect(health.status).toBe(503)
    expect(health.headers.get('connection')).toBe('close')
    expect(await ask('DELETE /api/drain')).toMatchObject({ status: 409 })
    expect((await running)?.body).toContain('message_stop')
    expect((await late).body).toContain('message_stop')
    expect(await signalbox.exited).toEqual({ code: 0, signal: null })
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'exits 0 at once on %s when nothing runs',
    async (signal) => {
      await start()
      const startedAt = performance.now()
      expect(await signalbox.stop(signal)).toEqual({ code: 0, signal: null })
      expect(performance.now() - startedAt).toBeLessThan(1_000)
      expect(logged().map(({ msg }) => msg)).toEqual(['listening', 'draining', 'drained'])
    },
  )

  it('is cut short by a second signal: the streams end without a terminator, exit 1', async () => {
    await start()
    upstream.reply([textReply(['one'], SILENCE)])
    const [running] = await openStreams(1)
    process.kill(signalbox.pid, 'SIGTERM')
    await expect.poll(livez, { interval: 5 }).toMatchObject({ draining: true })
    process.kill(signalbox.pid, 'SIGINT')
    expect(await signalbox.exited).toEqual({ code: 1, signal: null })
    expect((await running)?.text.endsWith('0\r\n\r\n')).toBe(false)
  })

  it('waits for running requests when the terminal is closed, which sends two signals', async () => {
    await start()
    upstream.reply([textReply(['one'], SILENCE)])
    const [running] = await openStreams(1)
    for (let i = 0; i < 2; i++) process.kill(signalbox.pid, 'SIGHUP')
    await expect.poll(livez, { interval: 5 }).toMatchObject({ draining: true, in_flight: 1 })
    process.kill(signalbox.pid, 'SIGHUP')
    process.kill(signalbox.pid, 'SIGTERM')
    expect(await signalbox.exited).toEqual({ code: 1, signal: null })
    await running
  })

  it('survives a burst of signals on an idle server with exit 0', async () => {
    await start()
    for (let i = 0; i < 5; i++) process.kill(signalbox.pid, i % 2 === 0 ? 'SIGTERM' : 'SIGINT')
    expect(await signalbox.exited).toEqual({ code: 0, signal: null })
  })

  it('is cut at the ceiling, exit 1', async () => {
    await start({ SIGNALBOX_DRAIN_CEILING: '300ms' })
    upstream.reply([textReply(['one'], SILENCE)])
    const [running] = await openStreams(1)
    const startedAt = performance.now()
    process.kill(signalbox.pid, 'SIGTERM')
    expect(await signalbox.exited).toEqual({ code: 1, signal: null })
    const ms = performance.now() - startedAt
    expect(ms).toBeGreaterThanOrEqual(295)
    expect(ms).toBeLessThan(1_300)
    expect((await running)?.text.endsWith('0\r\n\r\n')).toBe(false)
    expect(logged().at(-1)).toMatchObject({ msg: 'drain time limit reached', in_flight: 1 })
  })
})
