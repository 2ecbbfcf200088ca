import { randomBytes } from 'node:crypto'
import { setTimeout as passTime } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { ERRORS, type ErrorCode, errorSentence } from '../shared/errors.ts'
import { inEnglish } from '../shared/language/say.ts'
import { startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import type { Peer } from './relay-rig/peer.ts'
import { type RawUpstream, type Reply, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { header, readMessage } from './relay-rig/read-message.ts'
import { SELF_SIGNED } from './relay-rig/self-signed.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

/* An upstream that fails before its headers: one attempt, and a Signalbox error without internal details. */

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

let upstream: RawUpstream | undefined
let relay: Relay
let client: Peer

async function startWith(reply: Reply, onConnect?: (peer: Peer) => void, env?: Record<string, string>) {
  upstream = await startRawUpstream(reply, onConnect)
  await startTowards(upstream.url, env)
  return upstream
}

async function startTowards(url: string, env?: Record<string, string>): Promise<void> {
  relay = await startRelay(url, env)
  client = await relay.connect()
}

afterEach(async () => {
  client.socket.destroy()
  await relay.stop()
  await upstream?.close()
  upstream = undefined
})

async function ask(): Promise<ReturnType<typeof readMessage>> {
  client.clear()
  client.write(relay.head('GET /v1/x HTTP/1.1'))
  await client.until(() => readMessage(client.bytes()).complete)
  return readMessage(client.bytes())
}

/** The parts of a Signalbox response on which a client bases its decisions. */
function read({ start, headers, body }: ReturnType<typeof readMessage>) {
  const json: unknown = JSON.parse(body.toString())
  return {
    status: start.split(' ')[1],
    code: header(headers, 'x-proxy-error'),
    retry: header(headers, 'x-should-retry'),
    contentType: header(headers, 'content-type'),
    json,
  }
}

/** @param details a pattern of what follows the error's sentence */
function refusal(code: ErrorCode, details?: string): ReturnType<typeof read> {
  const { status, type, retry } = ERRORS[code]
  const sentence = inEnglish(errorSentence(code))
  const more = details === undefined ? '' : ` ${details}`
  const message: unknown = expect.stringMatching(
    new RegExp(`^${sentence.replaceAll('.', String.raw`\.`)}${more}$`),
  )
  const id: unknown = expect.stringMatching(/^[0-9a-f]{16}$/)
  return {
    status: String(status),
    code,
    retry: String(retry),
    contentType: 'application/json',
    json: { type: 'error', error: { type, message }, request_id: id },
  }
}

describe('an upstream that cannot be reached', () => {
  it('because nothing listens there, is a 502', async () => {
    const gone = await startRawUpstream(() => undefined)
    await gone.close()
    await startTowards(`${gone.url}/secret`)
    const said = `127\\.0\\.0\\.1:${gone.port} refused the connection \\(ECONNREFUSED\\)\\. Check that it is running\\.`
    expect(read(await ask())).toEqual(refusal('upstream_unreachable', said))
    await relay.idle()
  })

  it('because its name does not exist, is a 502', async () => {
    await startTowards('http://no-such-host.invalid')
    const said =
      'The name no-such-host\\.invalid can’t be resolved \\([A-Z_]+\\)\\. Check the network connection and the address\\.'
    expect(read(await ask())).toEqual(refusal('upstream_unreachable', said))
  })

  it('because its certificate is not trusted, is a 502, and it gets no request', async () => {
    const secure = await startFakeUpstream({ tls: SELF_SIGNED })
    await startTowards(secure.url)
    expect(read(await ask())).toEqual(
      refusal(
        'upstream_untrusted',
        'Connecting to [^ /]+ failed \\([A-Z_]+\\)\\. Its certificate was issued by “[^”]+”\\.',
      ),
    )
    expect(secure.requests.length).toBe(0)
    await secure.close()
  })

  it('because it does not speak TLS, is a 502', async () => {
    upstream = await startRawUpstream(
      () => undefined,
      (peer) => peer.socket.end(OK),
    )
    await startTowards(upstream.url.replace('http:', 'https:'))
    const said = 'Connecting to [^ /]+ failed \\(ERR_SSL_[A-Z_]+\\)\\. Check the network connection\\.'
    expect(read(await ask())).toEqual(refusal('upstream_unreachable', said))
  })
})

it('an upstream that is Signalbox itself is a 508, not a loop', async () => {
  const free = await startRawUpstream(() => undefined)
  await free.close()
  await startTowards(free.url, { PORT: String(free.port) })
  expect(read(await ask())).toEqual(refusal('upstream_is_self'))
  await relay.idle()
})

const BROKEN_HEADS = {
  nothing: '',
  'bytes that are not HTTP': 'hello, this is no HTTP\r\n\r\n',
  'random bytes': randomBytes(5_000),
  'HTTP/0.9': '<html>hello</html>',
  'half a status line': 'HTTP/1.1 20',
  'half a head': 'HTTP/1.1 200 OK\r\nContent-Le',
  'a header without a colon': 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\n',
  'a space in a header name': 'HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n',
  'a NUL in a header': 'HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n',
  'a control character in a header': 'HTTP/1.1 200 OK\r\nX: a\u0001b\r\n\r\n',
  'two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
  'length and chunks': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'a negative length': 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  'a head of 70 KB': `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`,
  'an upgrade nobody asked for':
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
  'nothing but 100 Continue': 'HTTP/1.1 100 Continue\r\n\r\n',
}

describe('an upstream that answers', () => {
  const cases = Object.entries(BROKEN_HEADS).flatMap(([name, wire]) => [
    { name, wire, end: 'FIN' },
    { name, wire, end: 'reset' },
  ])

  it.each(cases)('$name and then a $end is a 502 after one attempt', async ({ wire, end }) => {
    const { requests } = await startWith((peer) => {
      peer.socket.write(wire, () => (end === 'FIN' ? peer.socket.end() : peer.socket.resetAndDestroy()))
    })
    expect(read(await ask())).toEqual(refusal('upstream_broke'))
    expect(requests()).toBe(1)
    expect(upstream?.peers.length).toBe(1)
    await relay.idle()
  })

  it.each(['FIN', 'reset'])('a connection with a %s is a 502', async (how) => {
    await startWith(
      () => undefined,
      ({ socket }) => (how === 'FIN' ? socket.end() : socket.resetAndDestroy()),
    )
    const response = read(await ask())
    // A reset may arrive before or after the request is written.
    const isEarly = response.code === 'upstream_unreachable'
    const said = 'Connecting to [^ /]+ failed \\(ECONNRESET\\)\\. Check the network connection\\.'
    expect(response).toEqual(isEarly ? refusal('upstream_unreachable', said) : refusal('upstream_broke'))
  })

  it('500 headers, or 60 KB of one, or a control character in its phrase, is understood', async () => {
    const many = Array.from({ length: 500 }, (_, i) => `X-${i}: ${i}`)
    const { reply } = await startWith((peer) =>
      peer.write(`HTTP/1.1 200 OK\r\n${many.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`),
    )
    expect((await ask()).headers).toEqual(expect.arrayContaining(['X-0', 'X-499']))
    reply((peer) => peer.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(60_000)}\r\nContent-Length: 0\r\n\r\n`))
    expect(header((await ask()).headers, 'x')?.length).toBe(60_000)
    reply((peer) => peer.write('HTTP/1.1 200 O\u0001K\u007f\xff\r\nContent-Length: 0\r\n\r\n'))
    expect((await ask()).start).toMatch(/^HTTP\/1.1 200 OK/)
  })
})

/** A small random generator with a fixed seed, so that a failure can be reproduced. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

it('lives through 1,000 broken heads and answers each with something that is HTTP, or cuts it', async () => {
  const random = createRandom(7)
  const valid = Buffer.from(
    'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nX-A: \u00e9 "b"\r\nConnection: keep-alive\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    'latin1',
  )
  const { requests } = await startWith(({ socket }) => {
    const wire = Buffer.from(valid)
    for (let i = 0; i <= random(4); i++) wire[random(wire.length)] = random(256)
    const from = random(4) === 0 ? random(wire.length) : 0
    socket.end(wire.subarray(from, from + 1 + random(wire.length - from)))
  })
  for (let i = 0; i < 1_000; i++) {
    if (client.end() !== 'open' || client.socket.destroyed) client = await relay.connect()
    client.clear()
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await client.until(() => client.end() !== 'open' || readMessage(client.bytes()).complete)
    expect(client.bytes().toString('latin1')).toMatch(/^(HTTP\/1\.1 \d{3} |$)/)
  }
  expect(requests()).toBe(1_000)
  await relay.idle()
}, 20_000)

describe('the header deadline', () => {
  const deadline = { ANTHROPIC_RESPONSE_HEADER_TIMEOUT: '100ms' }

  it.each(['', 'HTTP/1.1 103 Early Hints\r\n\r\n', 'HTTP/1.1 200 OK\r\nX: '])(
    'ends with a 504 what has said %j, and closes its connection',
    async (wire) => {
      const { peers, requests } = await startWith((peer) => peer.write(wire), undefined, deadline)
      expect(read(await ask())).toEqual(refusal('upstream_timeout'))
      await peers[0]?.ended(250)
      expect(requests()).toBe(1)
      await relay.idle()
    },
  )

  it('ends with a 504 what accepts a connection but does not finish its TLS handshake', async () => {
    upstream = await startRawUpstream(
      () => undefined,
      () => undefined,
    )
    await startTowards(upstream.url.replace('http:', 'https:'), deadline)
    expect(read(await ask())).toEqual(refusal('upstream_timeout'))
    await relay.idle()
  })

  it('does not touch a stream whose headers came in time', async () => {
    const { peers } = await startWith(
      (peer) => peer.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no'),
      undefined,
      deadline,
    )
    client.write(relay.head('GET /v1/x HTTP/1.1'))
    await client.until(() => client.bytes().includes('\r\n\r\no'))
    // Only waiting can prove the absence of a timer.
    await passTime(300)
    peers[0]?.write('k')
    await client.until(() => readMessage(client.bytes()).complete)
    expect(readMessage(client.bytes()).body.toString()).toBe('ok')
  })
})
