import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { connect, createServer } from 'node:net'
import pino from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { isWhole, rawExchange } from '../../../e2e/raw-exchange.ts'
import { createServerLifecycle, type ServerLifecycleDeps, type ServerLifecycle } from './server-lifecycle.ts'

const opened: ServerLifecycle[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((host) => host.stop()))
})

function open(options: Partial<ServerLifecycleDeps> = {}) {
  const seen: string[] = []
  const ports: number[] = []
  const host: ServerLifecycle = createServerLifecycle({
    app: {
      onRequest: (_req, res) => void res.setHeader('content-length', 2).end('ok'),
      onCrowded: (_req, res) => void res.destroy(),
    },
    host: '127.0.0.1',
    listenOn: ['127.0.0.1', '::1'],
    port: 0,
    log: pino({ level: 'silent' }),
    newId: () => 'f00d',
    onListening: (port) => void ports.push(port),
    onAccepted: () => undefined,
    onChange: () => void seen.push(host.state().state),
    ...options,
  })
  opened.push(host)
  return { host, seen, port: () => ports.at(-1) ?? 0 }
}

const request = (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`

describe('the state', () => {
  it('goes from stopped over starting to running, and back', async () => {
    const { host, seen, port } = open()
    expect(host.state()).toEqual({ state: 'stopped' })
    expect(await host.start()).toEqual({ state: 'running', baseUrl: `http://127.0.0.1:${port()}` })
    await host.stop()
    expect(seen).toEqual(['starting', 'running', 'stopped'])
  })

  it('ends in the state failed when the port is taken, without an exception, and starts on another port', async () => {
    const taken = createServer((socket) => socket.destroy())
    await once(taken.listen(0, '127.0.0.1'), 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { host } = open({ port })
    expect(await host.start()).toMatchObject({ state: 'failed', failure: { details: { port } } })
    expect(await host.start({ port: 0 })).toMatchObject({ state: 'running' })
    await once(taken.close(), 'close')
  })

  it('is running after two starts at once: the second is not in the way of the first', async () => {
    const { host, port } = open()
    await host.start()
    const wanted = { port: port() }
    const states = await Promise.all([host.start(wanted), host.start(wanted)])
    expect(states.map(({ state }) => state)).toEqual(['running', 'running'])
  })

  it('is stopped after a stop that was asked for during the start', async () => {
    const { host, port } = open()
    await Promise.all([host.start(), host.stop()])
    expect(host.state()).toEqual({ state: 'stopped' })
    await expect(rawExchange(request(port()), { port: port() })).resolves.toMatchObject({ text: '' })
  })
})

describe('stopping', () => {
  it('answers a request that comes on an open connection meanwhile: come back later', async () => {
    const { host, port } = open()
    await host.start()
    const socket = connect({ port: port(), host: '127.0.0.1' })
    socket.write(request(port()))
    await once(socket, 'data')
    const stopped = host.stop()
    await setImmediate()
    socket.write(request(port()))
    const [response]: Buffer[] = await once(socket, 'data')
    expect(response?.toString()).toMatch(/^HTTP\/1\.1 503 [^]*connection: close/)
    await stopped
    socket.destroy()
  })

  it('does not hang on a client that keeps its connection, and starts again on the same port', async () => {
    const { host, port } = open()
    await host.start()
    const first = port()
    const socket = connect({ port: first, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => undefined).write(request(first))
    await once(socket, 'data')
    await host.start({ port: first })
    expect(await rawExchange(request(first), { port: first, enough: isWhole })).toMatchObject({ body: 'ok' })
    socket.destroy()
  })
})
