import { randomBytes } from 'node:crypto'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Peer } from './relay-rig/peer.ts'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { header, readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

const MIB = 1024 * 1024
const LIMIT = 64 * MIB
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

let upstream: RawUpstream
let relay: Relay
let client: Peer
/** The last request as received by the upstream. */
let seen: Buffer

beforeAll(async () => {
  upstream = await startRawUpstream((peer, request) => {
    seen = request
    peer.write(OK)
  })
  relay = await startRelay(upstream.url)
})

beforeEach(async () => {
  client = await relay.connect()
  return () => client.socket.destroy()
})

afterAll(async () => {
  await relay.stop()
  await upstream.close()
})

async function exchange(head: string, ...body: Buffer[]): Promise<void> {
  client.clear()
  client.write(head)
  for (const part of body) client.write(part)
  await client.until(() => readMessage(client.bytes()).complete, 10_000)
  expect(readMessage(client.bytes()).start).toBe('HTTP/1.1 200 OK')
}

/** The request at the upstream, without the headers of every connection and our Via mark for loopback. */
function forwarded(): { start: string; headers: string[]; body: Buffer } {
  const { start, headers, body } = readMessage(seen)
  const own = new Set(['host', 'connection', 'content-length'])
  const passed = without(headers, own)
  const [name, value = ''] = passed.splice(-2)
  expect([name, value.replace(/-.*/, '')]).toEqual(['via', '1.1 signalbox'])
  return { start, headers: passed, body }
}

function without(headers: readonly string[], names: ReadonlySet<string>): string[] {
  return headers.filter((_, i) => !names.has((headers[i - (i % 2)] ?? '').toLowerCase()))
}

function inChunks(body: Buffer, size: number): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size)
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'))
  }
  return [...parts, Buffer.from('0\r\n\r\n')]
}

describe('a request body', () => {
  const sizes = [0, 1, MIB - 1, MIB, MIB + 1, 5 * MIB, 32 * MIB, LIMIT]

  it.each(sizes)('of %d bytes arrives as it was sent, with its length', async (size) => {
    const body = randomBytes(size)
    await exchange(relay.head('POST /v1/x HTTP/1.1', `Content-Length: ${size}`), body)
    expect(forwarded().body.equals(body)).toBe(true)
    expect(header(readMessage(seen).headers, 'content-length')).toBe(String(size))
  })

  it.each(sizes)('of %d bytes that came in chunks arrives whole, with its length', async (size) => {
    const body = randomBytes(size)
    await exchange(
      relay.head('POST /v1/x HTTP/1.1', 'Transfer-Encoding: chunked'),
      ...inChunks(body, 300_007),
    )
    expect(forwarded().body.equals(body)).toBe(true)
    expect(header(readMessage(seen).headers, 'content-length')).toBe(String(size))
    expect(header(readMessage(seen).headers, 'transfer-encoding')).toBeUndefined()
  })

  it('of 32 MB of JSON for /v1/messages keeps numbers, escapes and spaces as they were written', async () => {
    const text = '"a\\u00e9\\/", 12345678901234567890, 1.0, 1e400, {"__proto__": null}, "😀"'
    const body = Buffer.from(
      `{ "messages" :[${`${text}, `.repeat(400_000)}null],"model":"claude-x" ,"model":"claude-y"}`,
    )
    await exchange(relay.head('POST /v1/messages?beta=true HTTP/1.1', `Content-Length: ${body.length}`), body)
    expect(forwarded().body.equals(body)).toBe(true)
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('in %s is forwarded in the coding in which it came', async (coding, compress) => {
    const body = compress(Buffer.from('{"model":"claude-x","stream":true}'))
    const lines = [`Content-Length: ${body.length}`, `Content-Encoding: ${coding}`]
    await exchange(relay.head('POST /v1/messages HTTP/1.1', ...lines), body)
    expect(forwarded().body.equals(body)).toBe(true)
    expect(header(readMessage(seen).headers, 'content-encoding')).toBe(coding)
  })

  it('is asked for with 100 Continue when the client waits for that', async () => {
    client.write(relay.head('POST /v1/x HTTP/1.1', 'Content-Length: 4', 'Expect: 100-continue'))
    await client.until(() => client.bytes().includes('HTTP/1.1 100 Continue\r\n\r\n'))
    client.clear()
    await exchange('', Buffer.from('body'))
    expect(forwarded()).toMatchObject({ body: Buffer.from('body'), headers: VERSION })
  })

  it('loses its trailers, which belong to the framing that we drop', async () => {
    const wire = Buffer.from('4\r\nbody\r\n0\r\nX-Trailer: x\r\n\r\n')
    await exchange(
      relay.head('POST /v1/x HTTP/1.1', 'Transfer-Encoding: chunked', 'Trailer: X-Trailer'),
      wire,
    )
    expect(forwarded()).toMatchObject({ body: Buffer.from('body'), headers: VERSION })
  })
})

describe('a request body above 64 MB', () => {
  async function refusal(): Promise<void> {
    await client.until(() => readMessage(client.bytes()).complete)
    const { start, headers, body } = readMessage(client.bytes())
    expect(start).toBe('HTTP/1.1 413 Payload Too Large')
    expect(header(headers, 'x-proxy-error')).toBe('body_too_large')
    expect(JSON.parse(body.toString())).toMatchObject({ type: 'error', error: { type: 'request_too_large' } })
  }

  it('is refused by its announced length, and the client that goes on sending meets no reset', async () => {
    const before = upstream.requests()
    client.write(relay.head('POST /v1/x HTTP/1.1', `Content-Length: ${LIMIT + 1}`))
    client.write(Buffer.alloc(MIB))
    await refusal()
    client.write(Buffer.alloc(LIMIT + 1 - MIB))
    expect(await client.ended()).toBe('fin')
    expect(upstream.requests()).toBe(before)
    await relay.idle()
  })

  it('is refused as soon as its chunks exceed that, while the client is still sending', async () => {
    const before = upstream.requests()
    client.write(relay.head('POST /v1/x HTTP/1.1', 'Transfer-Encoding: chunked'))
    const chunk = Buffer.concat([
      Buffer.from(`${MIB.toString(16)}\r\n`),
      Buffer.alloc(MIB),
      Buffer.from('\r\n'),
    ])
    for (let sent = 0; sent <= 70 && client.size() === 0; sent++) {
      await new Promise((resolve) => client.socket.write(chunk, resolve))
    }
    await refusal()
    client.write('0\r\n\r\n')
    expect(await client.ended()).toBe('fin')
    expect(upstream.requests()).toBe(before)
    await relay.idle()
  })
})

const VERSION = ['anthropic-version', '2023-06-01']

describe('the request target', () => {
  it.each([
    '/v1/messages/count_tokens?beta=true',
    '/v1/x?a=1&a=2&b=%20+%2B&c=%e4%bd%a0&=&&d',
    '/v1//double///slashes//',
    '/v1/a/./b/.c/..d',
    '/v1/%2e%2Fx%00%7e~',
    '/v1/;a=b,c:@!$&\'()*+[]{}|^`<>"\\',
    `/v1/${'x'.repeat(8_000)}?${'y'.repeat(8_000)}`,
  ])('%s is forwarded character for character', async (target) => {
    client.socket.setDefaultEncoding('latin1')
    await exchange(relay.head(`GET ${target} HTTP/1.1`))
    expect(forwarded().start).toBe(`GET ${target} HTTP/1.1`)
  })

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('keeps its method %s', async (method) => {
    await exchange(relay.head(`${method} /v1/x HTTP/1.1`))
    expect(forwarded().start).toBe(`${method} /v1/x HTTP/1.1`)
  })

  it('goes below the path of the configured upstream', async () => {
    const below = await startRelay(`${upstream.url}/base/path/`)
    const direct = await below.connect()
    direct.write(below.head('GET /v1/x?y HTTP/1.1'))
    await direct.until(() => readMessage(direct.bytes()).complete)
    expect(forwarded().start).toBe('GET /base/path/v1/x?y HTTP/1.1')
    await below.stop()
  })
})

describe('request headers', () => {
  it('keep their case, order, repeats and bytes', async () => {
    client.socket.setDefaultEncoding('latin1')
    const lines = [
      'X-Stainless-Timeout: 600',
      'ANTHROPIC-Beta: oauth-2025-04-20, b ,,c',
      'anthropic-beta: second-line',
      'x-CLAUDE-code-Session-Id: \u00e9\u00ff\u00c3\u00a9 "quoted"; \t tab',
      'Authorization: Bearer sk-ant-oat01-AAAA==',
      'x-api-key: sk-ant-api03-BBBB',
      'Anthropic-Version: 2099-01-01',
      'Accept-Encoding: gzip, deflate, br, zstd',
      'X-Empty:',
      'Range: bytes=0-',
      'Via: 1.1 elsewhere',
      'X-Forwarded-For: 10.0.0.1',
    ]
    await exchange(relay.head('GET /v1/x HTTP/1.1', ...lines))
    const sent = lines.flatMap((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    })
    expect(forwarded().headers).toEqual(sent)
  })

  it('get an anthropic-version only where there is none', async () => {
    await exchange(relay.head('GET /v1/x HTTP/1.1'))
    expect(forwarded().headers).toEqual(VERSION)
  })

  it('lose what belongs to the connection, what Connection lists, and what is private to a browser', async () => {
    await exchange(
      relay.head(
        'GET /v1/x HTTP/1.1',
        'Connection: keep-alive, X-Listed , x-other',
        'Keep-Alive: timeout=5',
        'Proxy-Connection: keep-alive',
        'Proxy-Authorization: Basic x',
        'TE: trailers',
        'Trailer: x',
        'X-LISTED: 1',
        'X-Other: 2',
        'Cookie: a=b',
        'Referer: http://x/',
        'Sec-Fetch-Site: none',
        'Sec-Fetch-Mode: no-cors',
        'Sec-Fetch-Dest: empty',
        'X-Kept: 3',
      ),
    )
    expect(forwarded().headers).toEqual(['X-Kept', '3', ...VERSION])
    expect(header(readMessage(seen).headers, 'host')).toBe(`127.0.0.1:${upstream.port}`)
  })
})

it('two hundred requests of one connection do not mix their bodies', async () => {
  for (let i = 0; i < 200; i++) {
    const body = Buffer.alloc(1 + ((i * 7_919) % 100_000), i)
    await exchange(relay.head('POST /v1/x HTTP/1.1', `Content-Length: ${body.length}`), body)
    expect(forwarded().body.equals(body)).toBe(true)
  }
})
