import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type RawUpstream, startRawUpstream } from './relay-rig/raw-upstream.ts'
import { header, readMessage } from './relay-rig/read-message.ts'
import { type Relay, startRelay } from './relay-rig/start-relay.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const KEY = 'canary-key-end'
const PASSWORD = 'canary password end'

let upstream: RawUpstream
let relay: Relay
/** The last request as received by the upstream. */
let sent: string
const closing: (() => unknown)[] = []

async function start(path = '', env: Record<string, string> = {}): Promise<void> {
  upstream = await startRawUpstream((peer, request) => {
    sent = request.toString('latin1')
    peer.write(OK)
  })
  relay = await startRelay(upstream.url + path, env)
  closing.push(
    () => relay.stop(),
    () => upstream.close(),
  )
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function exchange(line: string, ...lines: string[]): Promise<ReturnType<typeof readMessage>> {
  const client = await relay.connect()
  client.write(relay.head(line, ...lines))
  await client.until(() => readMessage(client.bytes()).complete)
  const response = readMessage(client.bytes())
  client.socket.destroy()
  await relay.idle()
  return response
}

describe('a loop', () => {
  it('over two instances is one request, three hops at most, and 508', async () => {
    // A sends to B through a byte relay whose target is set once B's port is known.
    await start()
    const first = await startRelay(upstream.url)
    const second = await startRelay(`http://127.0.0.1:${first.port}`)
    closing.push(
      () => second.stop(),
      () => first.stop(),
    )
    upstream.reply((peer, request) => {
      const text = request.toString('latin1').replace(/host: [^\r]*/i, `Host: 127.0.0.1:${second.port}`)
      const next = connect(second.port, '127.0.0.1', () => next.write(text, 'latin1'))
      next.on('data', (bytes: Buffer) => peer.write(bytes))
      closing.unshift(() => next.destroy())
    })
    const response = await fetch(`http://127.0.0.1:${first.port}/v1/messages`, {
      method: 'POST',
      body: '{"model":"claude-x","messages":[]}',
    })
    expect(response.status).toBe(508)
    expect(response.headers.get('x-proxy-error')).toBe('upstream_is_self')
    expect(upstream.requests()).toBe(1)
    await Promise.all([first.idle(), second.idle()])
  })

  it('is found by Via, which is added to those of a client', async () => {
    await start()
    await exchange('GET /v1/x HTTP/1.1', 'Via: 1.0 fred, 1.1 p.example')
    const vias = readMessage(Buffer.from(sent)).headers.filter(
      (_, i, all) => all[i - 1]?.toLowerCase() === 'via',
    )
    expect(vias).toEqual(['1.0 fred, 1.1 p.example', expect.stringMatching(/^1\.1 signalbox-[\da-f-]{36}$/)])
    const seen = upstream.requests()
    expect((await exchange('GET /v1/x HTTP/1.1', `VIA: 1.1 a,${vias[1]}`)).start).toContain('508')
    expect(upstream.requests()).toBe(seen)
  })
})

describe('the duties of a gateway', () => {
  it('include a Date where the upstream sent none', async () => {
    await start()
    expect(header((await exchange('GET /v1/x HTTP/1.1')).headers, 'date')).toMatch(/ GMT$/)
    upstream.reply((peer) => peer.write(OK.replace('\r\n', '\r\nDate: yesterday\r\n')))
    const { headers } = await exchange('GET /v1/x HTTP/1.1')
    expect(headers.filter((name) => name.toLowerCase() === 'date')).toEqual(['Date'])
    expect(header(headers, 'date')).toBe('yesterday')
  })

  it('forbid TRACE, foreign transfer codings and ways out of the base path', async () => {
    await start('/base')
    const trace = await exchange('TRACE /v1/x HTTP/1.1', 'Authorization: Bearer t')
    expect([trace.start, header(trace.headers, 'allow')]).toEqual([
      'HTTP/1.1 405 Method Not Allowed',
      'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    ])
    const coded = await exchange('POST /v1/x HTTP/1.1', 'Transfer-Encoding: gzip, chunked')
    expect(coded.start).toContain('501')
    for (const target of ['/v1/../x', '/v1/%2e%2e/x', '/v1/..%2fx', '/v1/..\\x', '/v1/%2e%2e%2f%2e%2e%2fx'])
      expect((await exchange(`GET ${target} HTTP/1.1`)).start).toMatch(/ 40[04] /)
    expect(upstream.requests()).toBe(0)
    await exchange('GET /v1/x HTTP/1.1')
    expect(sent).toMatch(/^GET \/base\/v1\/x HTTP/)
  })

  it('forbid foreign transfer codings of an upstream', async () => {
    await start()
    for (const coding of ['gzip, chunked', 'gzip', 'chunked\r\nTransfer-Encoding: gzip', 'x, chunked']) {
      upstream.reply((peer) => {
        peer.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: ${coding}\r\n\r\n2\r\nok\r\n0\r\n\r\n`)
        peer.socket.end()
      })
      expect((await exchange('GET /v1/x HTTP/1.1')).start).toContain('502')
    }
  })

  it('count the forwards of OPTIONS', async () => {
    await start()
    await exchange('OPTIONS /v1/x HTTP/1.1', 'Max-Forwards: 3')
    expect(sent).toContain('Max-Forwards: 2\r\n')
    const before = upstream.requests()
    expect((await exchange('OPTIONS /v1/x HTTP/1.1', 'Max-Forwards: 0')).start).toContain('204')
    expect(upstream.requests()).toBe(before)
  })
})

describe('what is ours', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

  it.each([
    [`Authorization: ${basic(`u:${PASSWORD}`)}`],
    [`Authorization: ${basic(`${KEY}:x`)}`],
    [`Authorization: Token ${KEY}`],
    [`Authorization: Bearer ${KEY}`],
    [`X-Api-Key: ${KEY}`],
    [`X-Proxy-Api-Key: ${KEY}`],
    ['X-Proxy-Api-Key: canary-mistyped-end'],
    [`Api-Key: ${KEY}`],
    [`Cookie: session=${KEY}`],
    [`Proxy-Authorization: Basic ${KEY}`],
  ])('never reaches an upstream as %s', async (line) => {
    await start('', { CCPROXY_API_KEY: KEY, DASHBOARD_PASSWORD: PASSWORD })
    const target = `/v1/x?x-api-key=${KEY}&beta=true`
    expect((await exchange(`GET ${target} HTTP/1.1`, line, 'X-Own: kept')).start).toContain('200')
    expect(sent).toMatch(/^GET \/v1\/x\?beta=true HTTP/)
    expect(sent).toContain('X-Own: kept')
    const texts = [
      sent,
      ...[...sent.matchAll(/basic (\S+)/gi)].map(([, code]) => Buffer.from(code ?? '', 'base64').toString()),
    ]
    expect(texts.join('\n')).not.toMatch(/canary/)
  })
})

describe('our own key or password as a part of something', () => {
  const password = 'canary sésame end'
  const text = (bytes: Buffer) => bytes.toString('base64')
  const basic = `Basic ${text(Buffer.from(`u:${password}`))}`
  const FORMS = [
    `Authorization: Bearer "${KEY}"`,
    `Authorization: Bearer ${KEY}, Bearer x`,
    `Authorization: Bearer ${KEY},`,
    `X-Foo: key=${KEY}`,
    `X-Foo: a=b;key=${KEY.replaceAll('-', '%2d')}`,
    `Cookie2: a=${KEY}`,
    'Cookie2: a=canary-other-end',
    `Authorization: Bearer ${basic}`,
    `Authorization: Basic ${text(Buffer.from(`u:${password}`, 'latin1'))}`,
    `X-Api-Key: ${password}`,
  ]
  const QUERIES = [
    `a==${KEY}`,
    `a="${KEY}"`.replaceAll('"', '%22'),
    `a=x;key=${KEY}`,
    `a=${KEY.replaceAll('c', '%2563')}`,
    `a=${encodeURIComponent(encodeURIComponent(encodeURIComponent(password)))}`,
    `a=${encodeURIComponent(text(Buffer.from(password)))}`,
  ]
  const env = { CCPROXY_API_KEY: KEY, DASHBOARD_PASSWORD: password }

  function expectClean(): void {
    const words = [...sent.matchAll(/[\w+/-]{8,}/g)].map(([code]) => Buffer.from(code, 'base64').toString())
    let decoded = sent
    for (let i = 0; i < 4; i++) decoded = unescape(decoded)
    expect([sent, decoded, ...words].join('\n')).not.toMatch(/canary/)
  }

  it('never reaches an upstream in a header or parameter', async () => {
    await start('', env)
    for (const line of FORMS) {
      sent = ''
      expect((await exchange('GET /v1/x?b=c HTTP/1.1', line, 'X-Own: kept')).start).toContain('200')
      expect(sent).toContain('X-Own: kept')
      expectClean()
    }
    for (const query of QUERIES) {
      expect((await exchange(`GET /v1/x?b=c&${query}&d HTTP/1.1`)).start).toContain('200')
      expect(sent).toMatch(/^GET \/v1\/x\?b=c&d HTTP/)
    }
  })

  it('is refused in a path, and nothing is sent', async () => {
    await start('', env)
    sent = ''
    for (const part of [KEY, `a${KEY}b`, KEY.replaceAll('c', '%2563'), encodeURIComponent(password)]) {
      expect((await exchange(`GET /v1/${part}/x HTTP/1.1`)).start).toContain('400')
    }
    expect(sent).toBe('')
  })
})

it('a client’s Via passes a public upstream as it is, and ours is not added', async () => {
  const proxy = createServer((req, res) => {
    sent = JSON.stringify(req.rawHeaders)
    res.end('ok')
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  closing.push(() => proxy.close())
  relay = await startRelay('http://public.example.com', { HTTP_PROXY: `http://127.0.0.1:${port}` })
  closing.unshift(() => relay.stop())
  await exchange('GET /v1/x HTTP/1.1', 'Via: 1.0 fred')
  expect(sent).toContain('"Via","1.0 fred"')
  expect(sent).not.toContain('signalbox')
})
