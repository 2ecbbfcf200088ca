import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { type Exchanged, exchangeBytes } from '../exchange-bytes.ts'
import { messageRequest } from '../message-request.ts'
import { type FakeUpstream, type Script, startFakeUpstream } from '../start-fake-upstream.ts'
import { MISBEHAVIOURS } from './misbehaviours.ts'

const TERMINATOR = '\r\n0\r\n\r\n'

let upstream: FakeUpstream | undefined

afterEach(async () => {
  await upstream?.close()
})

test.each([
  ['crlf', /event: ping\r\ndata: \{"type":"ping"\}\r\n\r\n/],
  ['cr', /event: ping\rdata: \{"type":"ping"\}\r\r/],
  ['no-space', /event:ping\ndata:\{"type":"ping"\}\n\n/],
  ['comments', /: keep-alive\nevent: ping\ndata: \{"type":"ping"\}\n\n/],
  ['no-event-lines', /\r\ndata: \{"type":"ping"\}\n\n/],
  ['no-blank-lines', /event: ping\ndata: \{"type":"ping"\}\n\r\n/],
  ['byte-by-byte', /\r\n1\r\np\r\n1\r\ni\r\n1\r\nn\r\n1\r\ng\r\n/],
  ['long-line', /x{1000000}/],
  ['error-first', /\r\n\r\n\w+\r\nevent: error\n[^]*overloaded_error/],
  ['error-mid-stream', /"This answer "[^]*event: error\n[^]*overloaded_error/],
  ['truncated', /"This answer "\}\}\n\n\r\n0\r\n\r\n$/],
  ['no-message-stop', /"stop_reason":"end_turn"[^\n]*\n\n\r\n0\r\n\r\n$/],
  ['empty-200', /\r\n\r\n0\r\n\r\n$/],
  ['interim', /^HTTP\/1\.1 103 Early Hints\r\n\r\nHTTP\/1\.1 200 OK\r\n/],
  ['continue', /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/],
  ['coding-lie', /content-encoding: gzip\r\n[^]*event: message_start/],
])('%s: the body is written as %s and ended', async (name, pattern) => {
  const { received } = await meet(name, (text) => text.endsWith(TERMINATOR))
  expect(received).toMatch(pattern)
})

test.each<[string, Exchanged['end'], RegExp]>([
  ['headers-only', 'fin', /chunked\r\n\r\n$/],
  ['fin', 'fin', /"This answer "\}\}\n\n\r\n$/],
  ['fin-close-framed', 'fin', /connection: close\r\n[^]*"This answer "\}\}\n\n$/],
  ['reset', 'reset', /"This answer "\}\}\n\n\r\n$/],
  ['reset-after-stop', 'reset', /"message_stop"\}\n\n\r\n$/],
  ['length-too-long', 'fin', /content-length: \d+\r\n[^]*"message_stop"\}\n\n$/],
  ['reset-before-headers', 'reset', /^$/],
  ['fin-before-headers', 'fin', /^$/],
  ['garbage', 'fin', /^\0garbage\r\n\r\n$/],
])('%s: the connection ends by %s after %s', async (name, end, pattern) => {
  const exchanged = await meet(name)
  expect(exchanged.end).toBe(end)
  expect(exchanged.received).toMatch(pattern)
})

test.each([
  ['held-open', /"message_stop"\}\n\n\r\n$/],
  ['silence', /"This answer "\}\}\n\n\r\n$/],
  ['pings-only', /(event: ping[^]*){4}$/],
])('%s: the client has to end it', async (name, pattern) => {
  const { end } = await meet(name, (text) => pattern.test(text))
  expect(end).toBe('us')
  await upstream?.until(([request]) => request?.clientClosedAt !== undefined)
})

test.each([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
])('%s: every event can be decoded when it arrives, and the whole in one go', async (name, decode) => {
  const { received } = await meet(name, (text) => text.endsWith(TERMINATOR))
  const [head = '', body = ''] = received.split(/\r\n\r\n([^]*)/)
  expect(head).toContain(`content-encoding: ${name}`)
  expect(decode(unchunk(Buffer.from(body, 'latin1'))).toString()).toMatch(
    /^event: message_start[^]*"message_stop"\}\n\n$/,
  )
  expect(body.match(/\r\n[0-9a-f]+\r\n/g)?.length).toBeGreaterThan(8)
})

test.each([
  ['rate-limited', 429, 'retry-after', '1'],
  ['rate-limited-for-good', 429, 'x-should-retry', 'false'],
  ['overloaded', 529, 'content-type', 'application/json'],
  ['internal-error-odd-json', 500, 'content-type', 'application/json'],
  ['bad-gateway-html', 502, 'content-type', 'text/html'],
  ['redirect', 307, 'location', '/v1/elsewhere'],
])('%s: answers %i with %s: %s, to streams and others', async (name, status, header, value) => {
  upstream = await startFakeUpstream({ script: find(name) })
  for (const stream of [true, false]) {
    const body = JSON.stringify({ stream })
    const response = await fetch(`${upstream.url}/v1/messages`, { method: 'POST', body, redirect: 'manual' })
    expect(response.status).toBe(status)
    expect(response.headers.get(header)).toBe(value)
    await response.arrayBuffer()
  }
})

async function meet(name: string, until?: (received: string) => boolean): Promise<Exchanged> {
  upstream = await startFakeUpstream({ script: find(name) })
  const request = messageRequest({ stream: true })
  return await exchangeBytes({ url: upstream.url, request, ...(until && { until }) })
}

function find(name: string): Script {
  const script = Object.entries(MISBEHAVIOURS).find(([known]) => known === name)?.[1]
  if (script === undefined) throw new Error(`no misbehaviour is called ${name}`)
  return script
}

function unchunk(body: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < body.length;) {
    const lineEnd = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    pieces.push(body.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(pieces)
}
