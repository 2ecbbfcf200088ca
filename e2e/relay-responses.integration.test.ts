import { randomBytes } from 'node:crypto'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Peer } from './relay-rig/peer.ts'
import { type RawUpstream, type Reply, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { header, type Message, readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

let upstream: RawUpstream
let relay: Relay
let client: Peer

beforeAll(async () => {
  upstream = await startRawUpstream(() => undefined)
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

function ask(line = 'GET /v1/x HTTP/1.1', ...lines: string[]): void {
  client.clear()
  client.write(relay.head(line, ...lines))
}

async function response(reply: string | Buffer | Reply, line?: string, atLeast = 0): Promise<Message> {
  upstream.reply(typeof reply === 'function' ? reply : (peer) => peer.write(reply))
  ask(line)
  const head = line?.startsWith('HEAD') === true
  await client.until(() => client.size() >= atLeast && readMessage(client.bytes(), { head }).complete, 10_000)
  return readMessage(client.bytes(), { head })
}

async function drip(peer: Peer, wire: Buffer): Promise<void> {
  for (const byte of wire) {
    peer.write(Buffer.of(byte))
    await new Promise(setImmediate)
  }
}

const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/** The headers without hop-by-hop ones. */
function endToEnd({ headers }: Message): string[] {
  return headers.filter((_, i) => {
    const [name = '', value = ''] = headers.slice(i - (i % 2), i - (i % 2) + 2)
    return !OF_THE_CONNECTION.has(name.toLowerCase()) && !isAddedDate(name, value)
  })
}

/** A gateway adds the current date if there is none (RFC 9110 §6.6.1). */
function isAddedDate(name: string, value: string): boolean {
  return name === 'Date' && Math.abs(Date.now() - Date.parse(value)) < 60_000
}

function chunk(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}

function withLength(start: string, body: Buffer, ...lines: string[]): Buffer {
  return Buffer.concat([
    Buffer.from([start, ...lines, `Content-Length: ${body.length}`, '', ''].join('\r\n'), 'latin1'),
    body,
  ])
}

const SSE_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'
const LAST_CHUNK = '0\r\n\r\n'

/** All constructs that a rewriting proxy gets wrong. */
const STREAM = Buffer.concat([
  Buffer.from('\ufeffevent: message_start\ndata: {"text":"你好，世界"}\n\n'),
  Buffer.from(': a comment\r\nid: 7\r\nretry: 3000\r\ndata:no space\r\ndata: second line\r\n\r\n'),
  Buffer.from('event: x\rdata: CR only\r\rdata\n\n\n\nunknown: field\n\n'),
  Buffer.from('data: {"text":"👩‍👩‍👧‍👦🇯🇵é\u0301\u2028","big":12345678901234567890,"f":1.0}\n\n'),
  Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xe4, 0xbd, 0x00, 0x0a, 0x0a]),
  Buffer.from('event: message_stop\ndata: {"type":"message_stop"}'),
])

describe('a stream', () => {
  it('is identical wherever the upstream cuts it, and each piece arrives while the upstream still waits', async () => {
    for (let cut = 1; cut < STREAM.length; cut++) {
      upstream.reply((peer) => {
        peer.write(Buffer.concat([Buffer.from(SSE_HEAD), chunk(STREAM.subarray(0, cut))]))
      })
      ask()
      await client.until(() => readMessage(client.bytes()).body.length === cut)
      upstream.peers.at(-1)?.write(Buffer.concat([chunk(STREAM.subarray(cut)), Buffer.from(LAST_CHUNK)]))
      await client.until(() => readMessage(client.bytes()).complete)
      expect(readMessage(client.bytes()).body.equals(STREAM)).toBe(true)
    }
    expect(upstream.peers.length).toBe(1)
  })

  it('is identical when every byte of head, framing and body is a write of its own', async () => {
    const wire = Buffer.concat([Buffer.from(SSE_HEAD), chunk(STREAM), Buffer.from(LAST_CHUNK)])
    const { body } = await response((peer) => void drip(peer, wire))
    expect(body.equals(STREAM)).toBe(true)
  })

  it('shows its headers before its first byte', async () => {
    upstream.reply((peer) => peer.write(SSE_HEAD))
    ask()
    await client.until(() => client.bytes().includes('\r\n\r\n'))
    expect(readMessage(client.bytes())).toMatchObject({ start: 'HTTP/1.1 200 OK', complete: false })
    await new Promise(setImmediate)
    upstream.peers.at(-1)?.write(Buffer.concat([chunk(STREAM), Buffer.from(LAST_CHUNK)]))
    await client.until(() => readMessage(client.bytes()).complete)
  })

  it.each([2_000_000, 32_000_000])('carries a single line of %d bytes', async (size) => {
    const line = Buffer.concat([Buffer.from('data: '), Buffer.alloc(size, 'é'), Buffer.from('\n\n')])
    const wire = Buffer.concat([Buffer.from(SSE_HEAD), chunk(line), Buffer.from(LAST_CHUNK)])
    const { body } = await response(wire, undefined, size)
    expect(body.equals(line)).toBe(true)
  })
})

describe('a coded body', () => {
  const text = Buffer.from('{"type":"error","error":{"type":"overloaded_error"}}'.repeat(500))
  const codings = {
    gzip: gzipSync(text),
    br: brotliCompressSync(text),
    zstd: zstdCompressSync(text),
    deflate: deflateSync(text),
    'gzip, br': brotliCompressSync(gzipSync(text)),
    // Neither matches its declared coding, which only concerns upstream and client.
    gzip2: text,
    zstd2: zstdCompressSync(text).subarray(0, 40),
  }

  it.each(Object.entries(codings))('in %s passes undecoded', async (name, body) => {
    const coding = name.replace('2', '')
    const got = await response(withLength('HTTP/1.1 529 Overloaded', body, `Content-Encoding: ${coding}`))
    expect(got.body.equals(body)).toBe(true)
    expect(endToEnd(got)).toEqual(['Content-Encoding', coding, 'Content-Length', String(body.length)])
  })
})

describe('an error', () => {
  const bodies = [
    Buffer.from(
      '{"type":"error","error":{"type":"rate_limit_error","message":"é \\u00e9"},"request_id":"r"}',
    ),
    Buffer.from('<html><h1>502 Bad Gateway</h1></html>'),
    Buffer.alloc(0),
    randomBytes(100_000),
  ]

  it('of any status from 400 to 599 passes with its phrase, headers and body', async () => {
    for (let status = 400; status < 600; status++) {
      const body = bodies[status % bodies.length] ?? Buffer.alloc(0)
      const lines = ['Retry-After: 2', 'x-should-retry: false', 'request-id: req_011', 'CF-Ray: 8a-FRA']
      const got = await response(withLength(`HTTP/1.1 ${status} Phrase ${status}`, body, ...lines))
      expect(got.start).toBe(`HTTP/1.1 ${status} Phrase ${status}`)
      expect(got.body.equals(body)).toBe(true)
      const sent = lines.flatMap((line) => line.split(': '))
      expect(endToEnd(got)).toEqual([...sent, 'Content-Length', String(body.length)])
    }
  })
})

describe('the head of an answer', () => {
  it('keeps case, order, repeats and bytes of its headers, and adds none but those of the connection', async () => {
    const lines = [
      'Set-Cookie: a=1; Path=/',
      'anthropic-ratelimit-requests-remaining: 49',
      'SET-cookie: b=2',
      'X-Bytes: \u00e9\u00ff\u00c3\u00a9',
      'Content-Disposition: attachment; filename="\u00e9.txt"',
      'Set-Cookie: a=1; Path=/',
      'X-Empty: ',
      'anthropic-organization-id: org',
      'Via: 1.1 google',
      'Alt-Svc: h3=":443"',
      'Strict-Transport-Security: max-age=1',
    ]
    const got = await response(withLength('HTTP/1.1 200 OK', Buffer.from('x'), ...lines))
    const sent = lines.flatMap((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    })
    expect(endToEnd(got)).toEqual([...sent, 'Content-Length', '1'])
  })

  it('loses what belongs to the connection and what Connection lists', async () => {
    const got = await response(
      withLength(
        'HTTP/1.1 200 OK',
        Buffer.from('x'),
        'Connection: keep-alive, X-Listed',
        'Keep-Alive: timeout=600',
        'X-Listed: 1',
        'Proxy-Authenticate: Basic',
        'Proxy-Connection: keep-alive',
        'Trailer: x',
        'Date: Fri, 20 Nov 2026 00:00:00 GMT',
      ),
    )
    expect(endToEnd(got)).toEqual(['Date', 'Fri, 20 Nov 2026 00:00:00 GMT', 'Content-Length', '1'])
  })

  it.each([
    ['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK'],
    ['HTTP/1.1 200 All is well', 'HTTP/1.1 200 All is well'],
    ['HTTP/1.1 200 ', 'HTTP/1.1 200 '],
    ['HTTP/1.1 200', 'HTTP/1.1 200 '],
    ['HTTP/1.1 200 d\u00c3\u00a9j\u00c3\u00a0 vu', 'HTTP/1.1 200 d\u00c3\u00a9j\u00c3\u00a0 vu'],
    ['HTTP/1.1 999 Beyond', 'HTTP/1.1 999 Beyond'],
    ['HTTP/1.0 200 Old', 'HTTP/1.1 200 Old'],
  ])('%j becomes %j', async (sent, got) => {
    expect((await response(withLength(sent, Buffer.from('x')))).start).toBe(got)
  })

  it.each([301, 302, 303, 307, 308])('of a redirect %d is left to the client', async (status) => {
    const before = upstream.requests()
    const got = await response(
      withLength(`HTTP/1.1 ${status} Moved`, Buffer.alloc(0), 'Location: http://127.0.0.1:1/elsewhere'),
    )
    expect(header(got.headers, 'location')).toBe('http://127.0.0.1:1/elsewhere')
    expect(upstream.requests()).toBe(before + 1)
  })

  it.each([
    'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 100 Continue\r\nX: y\r\n\r\n'.repeat(50),
  ])('comes once after interim responses %j, which stay on their own connection', async (interim) => {
    const before = { requests: upstream.requests(), connections: upstream.peers.length }
    const wire = Buffer.concat([Buffer.from(interim), withLength('HTTP/1.1 413 Too Large', Buffer.from('x'))])
    for (let i = 0; i < 3; i++) {
      expect(await response(wire)).toMatchObject({ start: 'HTTP/1.1 413 Too Large', body: Buffer.from('x') })
      const dripped = response((peer) => void drip(peer, wire))
      expect(await dripped).toMatchObject({ start: 'HTTP/1.1 413 Too Large', body: Buffer.from('x') })
    }
    expect(upstream.requests()).toBe(before.requests + 6)
    expect(upstream.peers.length).toBeLessThanOrEqual(before.connections + 1)
  })
})

describe('an answer without a body', () => {
  it.each([
    ['HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n', ['X-A', 'b']],
    [
      'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 99\r\n\r\n',
      ['ETag', '"x"', 'Content-Length', '99'],
    ],
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', ['Content-Length', '0']],
  ])('%j passes as it is, and the connection goes on', async (wire, headers) => {
    const got = await response(wire)
    expect(endToEnd(got)).toEqual(headers)
    expect(got).toMatchObject({ body: Buffer.alloc(0), rest: Buffer.alloc(0) })
    expect((await response(withLength('HTTP/1.1 200 OK', Buffer.from('next')))).body.toString()).toBe('next')
  })

  it.each(['Content-Length: 1234', 'Transfer-Encoding: chunked', 'X-No: framing'])(
    'to HEAD with %s passes, and the connection goes on',
    async (line) => {
      const got = await response(`HTTP/1.1 200 OK\r\n${line}\r\n\r\n`, 'HEAD /v1/x HTTP/1.1')
      const [name = '', value = ''] = line.split(': ')
      expect(endToEnd(got)).toEqual(name === 'Transfer-Encoding' ? [] : [name, value])
      expect(got.rest.length).toBe(0)
      expect((await response(withLength('HTTP/1.1 200 OK', Buffer.from('next')))).body.toString()).toBe(
        'next',
      )
    },
  )
})

describe('framing', () => {
  it('drops trailers', async () => {
    const wire =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n1\r\nx\r\n0\r\nX-T: secret\r\n\r\n'
    const got = await response(wire)
    expect(got.body.toString()).toBe('x')
    expect(client.bytes().toString()).not.toContain('secret')
  })

  it('gives an HTTP/1.0 client the bare body and then a FIN', async () => {
    upstream.reply((peer) =>
      peer.write(Buffer.concat([Buffer.from(SSE_HEAD), chunk(STREAM), Buffer.from(LAST_CHUNK)])),
    )
    ask('GET /v1/x HTTP/1.0')
    expect(await client.ended()).toBe('fin')
    const { headers, body } = readMessage(client.bytes())
    expect(header(headers, 'transfer-encoding')).toBeUndefined()
    expect(body.equals(STREAM)).toBe(true)
  })

  it('closes after the answer for a client that asked for it', async () => {
    upstream.reply((peer) => peer.write(withLength('HTTP/1.1 200 OK', STREAM)))
    ask('GET /v1/x HTTP/1.1', 'Connection: close')
    expect(await client.ended()).toBe('fin')
    const { headers, body, complete } = readMessage(client.bytes())
    expect(header(headers, 'connection')).toBe('close')
    expect({ same: body.equals(STREAM), complete }).toEqual({ same: true, complete: true })
  })
})
