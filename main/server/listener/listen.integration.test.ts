import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { isWhole, rawExchange } from '../../../e2e/raw-exchange.ts'
import { listen, type Listener, type ListenOptions } from './listen.ts'

const answerOk: RequestListener = (_req, res) => void res.end('ok')
const LIMITS = { headers: 200, upload: 400, download: 400, checkEvery: 20, keepAlive: 300, capacity: 100 }

const opened: Listener[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((listener) => listener.destroy()))
})

async function open(options: Partial<ListenOptions> = {}): Promise<Listener> {
  const onCrowded: RequestListener = (_req, res) =>
    void res.writeHead(503, { connection: 'close' }).end('full')
  const listener = await listen({ port: 0, onRequest: answerOk, onCrowded, newId: () => 'id', ...options })
  opened.push(listener)
  return listener
}

/** A request head with keep-alive. */
const head = (port: number, rest = '') => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${rest}`

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  return socket
}

async function takePort(host: string, port = 0): Promise<{ port: number; free: () => Promise<void> }> {
  const server = createServer().listen({ host, port, ipv6Only: host === '::1' })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  return { port: address.port, free: async () => void (await once(server.close(), 'close')) }
}

describe('addresses', () => {
  it('answers on both loopback families, on one port', async () => {
    const { port } = await open()
    for (const host of ['127.0.0.1', '::1']) {
      const response = await rawExchange(head(port, '\r\n'), { port, host, enough: isWhole })
      expect(response.body).toBe('ok')
    }
  })

  it('makes do with the first where the second does not exist', async () => {
    // An address of the documentation range is as absent as ::1 on a machine without IPv6.
    const { port } = await open({ families: ['127.0.0.1', '2001:db8::1'] })
    expect((await rawExchange(head(port, '\r\n'), { port, enough: isWhole })).body).toBe('ok')
  })

  it.each(['127.0.0.1', '::1'])('fails, and keeps nothing, when %s already has the port', async (host) => {
    const taken = await takePort(host)
    await expect(open({ port: taken.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await taken.free()
    const { port } = await open({ port: taken.port })
    expect(port).toBe(taken.port)
  })
})

describe('limits', () => {
  it('ends headers that do not end, with 408', async () => {
    const { port } = await open({ limits: LIMITS })
    const response = await rawExchange(head(port, 'X-Slow: '), { port })
    expect(response).toMatchObject({ status: 408, end: 'fin' })
    expect(response.ms).toBeGreaterThanOrEqual(LIMITS.headers - 20)
    expect(response.ms).toBeLessThan(LIMITS.headers + 1_000)
  })

  it('ends a connection that says nothing', async () => {
    const { port } = await open({ limits: LIMITS })
    expect((await rawExchange('', { port })).ms).toBeLessThan(LIMITS.headers + 1_000)
  })

  it('ends an upload that stalls, with 408', async () => {
    const aborted = Promise.withResolvers<boolean>()
    const { port } = await open({
      limits: LIMITS,
      onRequest: (req) => req.resume().on('close', () => aborted.resolve(!req.complete)),
    })
    const response = await rawExchange(head(port, 'Content-Length: 10\r\n\r\nabc'), { port })
    expect(response).toMatchObject({ status: 408, end: 'fin' })
    expect(response.ms).toBeGreaterThanOrEqual(LIMITS.upload - 20)
    expect(await aborted.promise).toBe(true)
  })

  it('never ends an answer', async () => {
    const { port } = await open({
      limits: LIMITS,
      onRequest: (_req, res) => {
        res.write('a')
        setTimeout(() => res.end('b'), 4 * LIMITS.upload)
      },
    })
    const response = await rawExchange(head(port, 'Connection: close\r\n\r\n'), { port })
    expect(response.text).toMatch(/a\r\n1\r\nb\r\n0\r\n\r\n$/)
  })
})

describe('what is no request', () => {
  it('closes CONNECT without a word', async () => {
    const { port } = await open()
    const response = await rawExchange(
      `CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
      {
        port,
      },
    )
    expect(response.text).toBe('')
  })

  it('hands an upgrade over as a request', async () => {
    const { port } = await open()
    const upgrade = head(port, 'Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    expect((await rawExchange(upgrade, { port, enough: isWhole })).body).toBe('ok')
  })
})

describe('the end', () => {
  it('leaves an idle client with an orderly end when its next request crosses it', async () => {
    const listener = await open()
    const socket = await dial(listener.port)
    const errors: Error[] = []
    socket.on('error', (error) => errors.push(error))
    socket.write(head(listener.port, '\r\n'))
    await once(socket, 'data')
    const ended = once(socket, 'end')
    const destroyed = listener.destroy()
    // Our FIN is sent before anything else can be read.
    socket.resume().write(head(listener.port, '\r\n'))
    await ended
    socket.end()
    await destroyed
    expect(errors).toEqual([])
  })

  it('cuts an answer that is not finished', async () => {
    const listener = await open({ onRequest: (_req, res) => void res.write('begun') })
    const exchange = rawExchange(head(listener.port, '\r\n'), { port: listener.port })
    const socket = await dial(listener.port)
    socket.write(head(listener.port, '\r\n'))
    await once(socket, 'data')
    await listener.destroy()
    expect((await exchange).text).not.toContain('0\r\n\r\n')
    socket.destroy()
  })

  it('comes even when a client keeps its connection', async () => {
    const listener = await open()
    const socket = await dial(listener.port)
    socket.on('error', () => undefined).write(head(listener.port, '\r\n'))
    await once(socket, 'data')
    const startedAt = performance.now()
    await listener.destroy()
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    socket.destroy()
  })

  it('takes in the connections that wait, before it stops accepting', async () => {
    const listener = await open()
    const sockets = await Promise.all(Array.from({ length: 100 }, () => dial(listener.port)))
    await listener.stopAccepting()
    const responses = sockets.map(async (socket) => {
      socket.write(head(listener.port, '\r\n'))
      const [chunk]: Buffer[] = await once(socket, 'data')
      return chunk?.toString().endsWith('ok')
    })
    expect(await Promise.all(responses)).toEqual(sockets.map(() => true))
    await expect(dial(listener.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    for (const socket of sockets) socket.destroy()
  })
})

// Last: its garbage delays the tests that count milliseconds.
it('has 800 connections that come at once established at once, while it accepts none', async () => {
  const { port } = await open({ limits: { capacity: 2_000 } })
  const sockets = Array.from({ length: 800 }, () => connect({ port, host: '127.0.0.1' }))
  const connected = sockets.map((socket) => once(socket, 'connect'))
  // The system tries again after a second with those that it dropped.
  await Promise.race([Promise.all(connected), delay(900)])
  expect(sockets.filter(({ connecting }) => connecting)).toHaveLength(0)
  await Promise.all(sockets.map((socket) => once(socket.destroy(), 'close')))
})
