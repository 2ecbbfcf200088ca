import { once } from 'node:events'
import type { RequestListener, ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { rawExchange } from '../../../e2e/raw-exchange.ts'
import { createBodyBudget } from '../../proxy/body-budget.ts'
import { readBody } from '../../proxy/read-body.ts'
import { createReadTurns } from '../../proxy/read-turns.ts'
import { createSlabPool } from '../../proxy/slab-pool.ts'
import { replyError } from '../errors.ts'
import { listen, type Limits, type Listener } from './listen.ts'

const LIMITS = { headers: 200, upload: 400, download: 400, checkEvery: 20, keepAlive: 5_000, capacity: 100 }

const listeners: Listener[] = []
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(listeners.splice(0).map((listener) => listener.destroy()))
})

async function open(onRequest: RequestListener, limits: Partial<Limits> = {}): Promise<number> {
  const onCrowded: RequestListener = (_req, res) => replyError(res, 'too_many_connections', 'id')
  const listener = await listen({
    port: 0,
    onRequest,
    onCrowded,
    newId: () => 'id',
    limits: { ...LIMITS, ...limits },
  })
  listeners.push(listener)
  return listener.port
}

/** A client that keeps its side of the connection open as long as the server lets it. */
async function dial(port: number, bytes = ''): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(socket)
  await once(socket, 'connect')
  socket.on('error', () => undefined).write(bytes)
  return socket
}

const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const post = (length: number, rest = '') =>
  `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n${rest}\r\n`

/** Writes until the server has closed both directions, not just its sending side. */
async function isReleased(socket: Socket): Promise<void> {
  const writing = setInterval(() => socket.write('x'), 20)
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(writing)
}

describe('a refused client that never closes its side loses its connection', () => {
  const refuse: RequestListener = (req, res) =>
    replyError(res, req.headers['x-large'] === undefined ? 'key_required' : 'body_too_large', 'id')
  it.each([
    ['silence', '', 408],
    ['half a head', 'GET / HTTP/1.1\r\nHost:', 408],
    ['garbage', 'GARBAGE\r\n\r\n', 400],
    ['a TLS hello', '\x16\x03\x01\x00\xf5', 400],
    ['a large header', `GET / HTTP/1.1\r\nA: ${'a'.repeat(70_000)}`, 431],
    ['a broken chunk', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 401],
    ['401 before its body', post(1_000), 401],
    ['413 before its body', post(1e9, 'X-Large: 1\r\n'), 413],
  ])('%s', async (_way, bytes, status) => {
    const socket = await dial(await open(refuse), bytes)
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
    await once(socket, 'end')
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    await isReleased(socket)
  })

  it('half a body, which never becomes a request by what comes later', async () => {
    let whole = 0
    const port = await open((req) => void req.resume().on('end', () => whole++))
    const socket = await dial(port, `${post(4)}ab`)
    await once(socket, 'data')
    socket.write('cd')
    await isReleased(socket)
    expect(whole).toBe(0)
  })

  it('an answered one that goes on with its body', { timeout: 20_000 }, async () => {
    const port = await open((_req, res) => void res.end('ok'))
    const socket = await dial(port, post(1e9))
    await once(socket, 'data')
    await isReleased(socket)
    expect(socket.destroyed).toBe(true)
  })
})

describe('an upload', () => {
  const echoLength: RequestListener = (req, res) => {
    let length = 0
    req.on('data', (chunk: Buffer) => (length += chunk.length)).on('end', () => res.end(String(length)))
    req.on('error', () => undefined)
  }

  it('that never pauses is never cut, however long it takes', async () => {
    const socket = await dial(await open(echoLength), post(30))
    const startedAt = performance.now()
    for (let sent = 0; sent < 30; sent++) {
      socket.write('x')
      await setTimeout(LIMITS.upload / 5)
    }
    const [response]: Buffer[] = await once(socket, 'data')
    expect(response?.toString()).toMatch(/^HTTP\/1.1 200 .*\r\n30$/s)
    expect(performance.now() - startedAt).toBeGreaterThan(LIMITS.upload * 5)
  })

  it('that pauses for too long is, with 408', async () => {
    const response = await rawExchange(`${post(30)}x`, { port: await open(echoLength) })
    expect(response).toMatchObject({ status: 408, end: 'fin' })
    expect(response.ms).toBeGreaterThanOrEqual(LIMITS.upload - 20)
  })

  it.each([
    ['one that pauses for too long', `${post(30)}x`, 'request_timeout'],
    [
      'a broken one',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'malformed_request',
    ],
  ])('is told to its reader as refused, not as left by its client: %s', async (_name, bytes, code) => {
    const ends: unknown[] = []
    const turns = createReadTurns(() => performance.now())
    const options = { pool: createSlabPool(0), budget: createBodyBudget(1e6), turns, limit: 1e6 }
    const port = await open((req) => void readBody(req, options).catch((error: unknown) => ends.push(error)))
    await rawExchange(bytes, { port })
    await vi.waitFor(() => expect(ends).toEqual([expect.objectContaining({ code })]))
  })

  it('is given its time while the handler thinks, and so is the handler', async () => {
    const port = await open((req, res) => {
      req.resume().on('end', () => void setTimeout(LIMITS.upload * 3).then(() => res.end('late')))
    })
    const response = await rawExchange(`${post(1)}x`, { port, enough: ({ body }) => body === 'late' })
    expect(response.status).toBe(200)
  })
})

describe('a client that does not read', () => {
  const CHUNK = Buffer.alloc(1 << 20)

  async function fill(isCarried: boolean): Promise<{ res: ServerResponse; socket: Socket }> {
    const begun = Promise.withResolvers<ServerResponse>()
    const port = await open((_req, res) => {
      if (isCarried) res.on('timeout', () => undefined)
      const write = () => {
        while (!res.destroyed && res.write(CHUNK)) continue
      }
      res.on('drain', write).on('error', () => undefined)
      write()
      begun.resolve(res)
    })
    const socket = await dial(port, get)
    socket.pause()
    return { res: await begun.promise, socket }
  }

  async function take(socket: Socket, bytes: number): Promise<void> {
    const { bytesRead } = socket
    socket.resume()
    while (socket.bytesRead < bytesRead + bytes) await once(socket, 'data')
    socket.pause()
  }

  it('loses a response of ours', async () => {
    const { res } = await fill(false)
    await once(res, 'close')
    expect(res.writableFinished).toBe(false)
  })

  it('keeps one that is carried, and one of ours for as long as it reads a little', async () => {
    const [carried, ours] = await Promise.all([fill(true), fill(false)])
    for (let i = 0; i < 15; i++) {
      // Enough for the system to send a window update.
      await take(ours.socket, 8 << 20)
      await setTimeout(LIMITS.download / 4)
    }
    expect([carried.res.destroyed, ours.res.destroyed]).toEqual([false, false])
  })
})

describe('a broken request behind one that waits for its answer', () => {
  it.each([
    ['half a head', 'GET /x HTTP/1.1\r\nHost:'],
    ['half a body', post(10)],
  ])('%s: the answer arrives whole, then the connection ends', async (_way, bytes) => {
    const port = await open((req, res) => {
      req.resume()
      if (req.method === 'GET') void setTimeout(LIMITS.headers * 4).then(() => res.end('the answer'))
    })
    const response = await rawExchange(get + bytes, { port })
    expect(response.text).toMatch(/^HTTP\/1.1 200 OK.*\r\n\r\nthe answer(HTTP\/1.1 408 .*)?$/s)
    expect(response.end).toBe('fin')
  })
})

describe('at the capacity', () => {
  const path: RequestListener = (req, res) => void res.end(req.url)

  it('new clients get through whatever holds connections without a request', async () => {
    const port = await open(path, { capacity: 20, headers: 10_000 })
    for (let i = 0; i < 60; i++) await dial(port, i % 2 === 0 ? '' : 'GET / HTTP/1.1\r\nX: ')
    for (let i = 0; i < 30; i++) {
      const response = await rawExchange(get, { port, enough: ({ body }) => body === '/' })
      expect(response.status).toBe(200)
    }
  })

  it('an idle connection is ended in order rather than cut', async () => {
    const port = await open(path, { capacity: 2 })
    const idle = await Promise.all([dial(port, get), dial(port, get)])
    await Promise.all(idle.map((socket) => once(socket, 'data')))
    const ended = Promise.race(idle.map((socket) => once(socket, 'end')))
    await dial(port, get)
    expect(await ended).toEqual([])
  })

  it('busy connections stay, a few more are told so, and it ends', async () => {
    const held: ServerResponse[] = []
    const port = await open((_req, res) => void held.push(res), { capacity: 5 })
    const busy = await Promise.all(Array.from({ length: 5 }, () => dial(port, get)))
    await expect.poll(() => held.length).toBe(5)
    const more = await rawExchange(get, { port, enough: ({ status }) => status !== undefined })
    expect(more).toMatchObject({ status: 503 })
    expect(more.headers.get('x-proxy-error')).toBe('too_many_connections')
    held.forEach((res) => res.end('done'))
    const responses = await Promise.all(busy.map((socket) => once(socket, 'data')))
    expect(responses.every(([bytes]) => String(bytes).endsWith('done'))).toBe(true)
  })
})
