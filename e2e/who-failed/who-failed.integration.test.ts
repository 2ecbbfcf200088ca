import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestSummary } from '../../shared/request-log.ts'
import type { Api } from '../api-rig/start-api.ts'
import { MISBEHAVIOURS } from '../fake-upstream/misbehaviours/misbehaviours.ts'
import { errorReply } from '../fake-upstream/error-reply.ts'
import type { Reply } from '../fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from '../fake-upstream/start-fake-upstream.ts'
import { textReply } from '../fake-upstream/text-reply.ts'
import { SELF_SIGNED } from '../relay-rig/self-signed.ts'
import {
  ask,
  bodyOf,
  deadAddress,
  detail,
  nextRow,
  type Path,
  PATHS,
  rows,
  send,
  startTowards,
} from './who-failed-rig.ts'

/* Each cause of a failure by each path: the side that ended the request, its phase, and the reason in the log. */

let upstream: FakeUpstream
let api: Api | undefined

beforeEach(async () => {
  upstream = await startFakeUpstream()
})
afterEach(async () => {
  await api?.stop()
  api = undefined
  await upstream.close()
})

async function start(url = upstream.url, env: Readonly<Record<string, string>> = {}): Promise<Api> {
  api = await startTowards(url, env)
  return api
}

/** `proxy connect upstream_unreachable 502`, for the test table. */
function told({ termination, errorType, statusCode }: RequestSummary): string {
  return [termination?.who, termination?.phase, errorType, statusCode]
    .filter((part) => part !== undefined)
    .join(' ')
}

/** A code has different names for Anthropic and for a provider. */
function named(path: Path, code: string): string {
  return path === 'native' || path === 'demoted' ? `upstream_${code}` : `provider_${code}`
}

describe.each(PATHS)('by the %s path', (path) => {
  it('nothing listens there', async () => {
    const dead = await deadAddress()
    const row = await ask(await start(dead), path)
    expect(told(row)).toBe(`proxy connect ${named(path, 'unreachable')} 502`)
    expect(row).toMatchObject({ cause: 'ECONNREFUSED', upstreamHost: new URL(dead).host })
    expect(row.attempts).toBeUndefined()
  })

  it('its name does not exist', async () => {
    const row = await ask(await start('http://no-such-host.invalid'), path)
    expect(told(row)).toBe(`proxy connect ${named(path, 'unreachable')} 502`)
    expect(row.cause).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/)
    expect(row.upstreamHost).toBe('no-such-host.invalid')
  })

  it('its certificate is not trusted', async () => {
    const secret = await startFakeUpstream({ tls: SELF_SIGNED })
    const row = await ask(await start(secret.url), path)
    await secret.close()
    expect(told(row)).toBe(`proxy connect ${named(path, 'untrusted')} 502`)
    expect(row.cause).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  })

  it('the outbound proxy is down', async () => {
    const dead = await deadAddress()
    const row = await ask(await start('https://upstream.example', { HTTPS_PROXY: dead }), path)
    expect(told(row)).toBe('proxy connect outbound_proxy_failed 502')
    expect(row).toMatchObject({ cause: 'ECONNREFUSED', upstreamHost: 'upstream.example' })
  })

  it('no response headers come in time', async () => {
    upstream.reply(MISBEHAVIOURS['never-headers'])
    const row = await ask(await start(upstream.url, { ANTHROPIC_RESPONSE_HEADER_TIMEOUT: '200ms' }), path)
    expect(told(row)).toBe(`proxy wait ${named(path, 'timeout')} 504`)
  })

  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [413, 'request_too_large'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [502, 'api_error'],
    [503, 'api_error'],
    [529, 'overloaded_error'],
  ])('the upstream answers %i', async (status, type) => {
    upstream.reply([errorReply(status, type)])
    const row = await ask(await start(), path)
    expect(told(row)).toBe(`upstream done ${type} ${status}`)
    expect(row).not.toHaveProperty('cause')
    expect(row).not.toHaveProperty('upstreamHost')
  })

  it('the connection breaks before the response', async () => {
    upstream.reply(MISBEHAVIOURS['reset-before-headers'])
    const row = await ask(await start(), path)
    expect(told(row)).toBe(`upstream wait ${named(path, 'broke')} 502`)
    expect(row.cause).toBe('ECONNRESET')
  })

  it('the stream breaks', async () => {
    upstream.reply([textReply(['One ', 'two ', 'three'], { cut: { afterWrites: 4, how: 'reset' } })])
    const row = await ask(await start(), path)
    const status = path === 'demoted' ? 502 : 200
    expect(told(row)).toBe(`upstream body ${named(path, 'broke')} ${status}`)
    expect(row.cause).toBe('ECONNRESET')
  })

  it('the client leaves before the response', async () => {
    upstream.reply(MISBEHAVIOURS['never-headers'])
    const running = await start()
    const left = new AbortController()
    const asked = ask(running, path, { signal: left.signal })
    await upstream.until((requests) => requests.length === 1)
    left.abort()
    const row = await asked
    expect(told(row)).toBe('client wait')
    expect((await detail(running, row.requestId)).response).not.toHaveProperty('streamError')
  })
})

describe.each(['native', 'routed', 'translated'] as const)('a stream by the %s path', (path) => {
  it('that holds an error ends with it', async () => {
    upstream.reply(errorInStream(path))
    const row = await ask(await start(), path)
    expect(told(row)).toBe('upstream done overloaded_error 200')
  })

  it('that the client leaves was ended by the client, and nothing else is said of it', async () => {
    upstream.reply([textReply(['One ', 'two ', 'three'], { cut: { afterWrites: 4, how: 'silence' } })])
    const running = await start()
    const left = new AbortController()
    const response = await fetch(`${running.url}/v1/messages`, {
      method: 'POST',
      body: bodyOf({ native: 'claude-x', routed: 'near,claude-y', translated: 'local,qwen3:8b' }[path], true),
      signal: left.signal,
    })
    await response.body?.getReader().read()
    left.abort()
    const row = await nextRow(running, 0)
    expect(told(row)).toBe('client body 499')
    expect((await detail(running, row.requestId)).response).not.toHaveProperty('streamError')
  })

  it('that a restart of the server cuts was ended by the shutdown', async () => {
    upstream.reply([textReply(['One ', 'two ', 'three'], { cut: { afterWrites: 4, how: 'silence' } })])
    const running = await start()
    const asked = ask(running, path)
    await upstream.until(([request]) => request !== undefined)
    await expect.poll(async () => (await rows(running)).length).toBe(1)
    await expect.poll(() => running.signalbox.livez().in_flight).toBe(1)
    await running.signalbox.start({ port: running.port })
    expect((await asked).termination?.who).toBe('shutdown')
  })
})

it('a stream that closes in order without its last event was broken off by the upstream', async () => {
  upstream.reply(MISBEHAVIOURS['no-message-stop'])
  const row = await ask(await start(), 'native')
  expect(told(row)).toBe('upstream done stream_ended_early 200')
})

it.each([
  ['a body that is no JSON', '{"model":', 'proxy connect invalid_json 400'],
  ['a provider that is not set up', bodyOf('nobody,model', true), 'proxy connect provider_unknown 400'],
])('%s is refused by Signalbox', async (_name, body, expected) => {
  expect(told(await send(await start(), body))).toBe(expected)
})

it('a request that a drain refuses is in the log, and the drain does not wait for it', async () => {
  const running = await start()
  running.signalbox.drain('request')
  expect(told(await ask(running, 'native'))).toBe('proxy connect draining 503')
  expect(running.signalbox.livez().in_flight).toBe(0)
})

it('a client that leaves while it sends was the one who ended it', async () => {
  const running = await start()
  const socket = connect(running.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${running.port}\r\nContent-Length: 100\r\n\r\n{"model"`,
  )
  await expect.poll(() => running.signalbox.livez().in_flight).toBe(1)
  socket.destroy()
  expect(told(await nextRow(running, 0))).toBe('client connect')
})

it('lists the attempts of a request that was sent several times, with what each came to', async () => {
  upstream.reply([errorReply(529, 'overloaded_error', { 'retry-after-ms': '10' })])
  const running = await start(upstream.url, { SIGNALBOX_PROVIDER_RETRIES: '2' })
  const row = await ask(running, 'translated')
  expect(told(row)).toBe('upstream done overloaded_error 529')
  const { attempts = [] } = row
  expect(attempts).toHaveLength(3)
  for (const attempt of attempts)
    expect(attempt).toMatchObject({ provider: 'local', model: 'qwen3:8b', status: 529 })
  const starts = attempts.map(({ startedMs }) => startedMs)
  expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  expect((await detail(running, row.requestId)).attempts).toEqual(attempts)
})

it('lists the retries of a connection that was refused', async () => {
  const running = await start(await deadAddress(), { ANTHROPIC_MAX_RETRIES: '1' })
  const row = await ask(running, 'native')
  expect(told(row)).toBe('proxy connect upstream_unreachable 502')
  expect(row.attempts).toMatchObject([
    { provider: 'anthropic', model: 'claude-x', errorType: 'upstream_unreachable', cause: 'ECONNREFUSED' },
    { provider: 'anthropic', model: 'claude-x', errorType: 'upstream_unreachable', cause: 'ECONNREFUSED' },
  ])
})

it('books our own limits on Signalbox: the cap of requests, and a provider that is left alone', async () => {
  const running = await start(upstream.url, { SIGNALBOX_RATE_LIMIT: '1' })
  await ask(running, 'translated')
  expect(told(await ask(running, 'translated'))).toBe('proxy connect rate_limited 429')
})

it('books a circuit that is open on Signalbox', async () => {
  const running = await start(upstream.url, { SIGNALBOX_CIRCUIT_BREAKER: 'true' })
  upstream.reply([errorReply(500, 'api_error')])
  for (let i = 0; i < 5; i++) await ask(running, 'translated')
  expect(told(await ask(running, 'translated'))).toBe('proxy connect circuit_open 503')
})

it('names the rule that routed a request, in the list, in detail and in an export', async () => {
  const running = await start()
  const row = await send(running, bodyOf('claude-haiku-4-5', true))
  expect(row).toMatchObject({ provider: 'local', route: 'background', routedModel: 'qwen3:8b' })
  expect(await detail(running, row.requestId)).toMatchObject({ provider: 'local', route: 'background' })
  const { text } = await running.get('/api/requests/export?format=csv')
  expect(text.split('\r\n')[0]?.split(',')).toContain('route')
  expect(text).toContain(',local,background,')
})

/** An error event, in each side's spelling. */
function errorInStream(
  path: 'native' | 'routed' | 'translated',
): Reply[] | (typeof MISBEHAVIOURS)['error-mid-stream'] {
  if (path !== 'translated') return MISBEHAVIOURS['error-mid-stream']
  const chunk = {
    id: 'c1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { role: 'assistant', content: 'One ' } }],
  }
  const error = { error: { message: 'Overloaded', type: 'overloaded_error', code: 'overloaded' } }
  return [
    {
      kind: 'http',
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: `data: ${JSON.stringify(chunk)}\n\ndata: ${JSON.stringify(error)}\n\n`,
    },
  ]
}
