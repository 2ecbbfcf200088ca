import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { reachHost } from './reach-host.ts'

const signal = new AbortController().signal

/** A listener that does `onSocket`; what it received is collected. */
async function listen(onSocket: (socket: Socket) => void = () => undefined) {
  const received: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('data', (chunk: Buffer) => received.push(chunk)).on('error', () => undefined)
    onSocket(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, received, sockets }
}

it('reaches a TCP listener without sending anything, and closes', async () => {
  const { port, received, sockets } = await listen()
  const { ok, ms } = await reachHost(new URL(`http://127.0.0.1:${port}`), signal)
  expect(ok).toBe(true)
  expect(ms).toBeGreaterThanOrEqual(0)
  await expect.poll(() => [...sockets].map(({ destroyed }) => destroyed)).toEqual([true])
  expect(received).toEqual([])
})

it('does not take a listener without TLS for one with, and sends it a handshake at most', async () => {
  const { port, received } = await listen((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 400 no\r\n\r\n')),
  )
  expect(await reachHost(new URL(`https://127.0.0.1:${port}`), signal)).toMatchObject({ ok: false })
  // 0x16 begins a TLS handshake record; an HTTP request would begin with a letter.
  expect(received[0]?.[0]).toBe(0x16)
})

it('takes a listener that hangs up in the handshake for unreachable at once', async () => {
  const { port } = await listen((socket) => socket.once('data', () => socket.end()))
  expect(await reachHost(new URL(`https://127.0.0.1:${port}`), signal)).toMatchObject({ ok: false })
})

it('is told by a closed port, a name that is none, and an aborted signal', async () => {
  const { port } = await listen()
  const closed = new URL('http://127.0.0.1:1')
  expect(await reachHost(closed, signal)).toMatchObject({ ok: false })
  expect(await reachHost(new URL('http://nowhere.invalid'), signal)).toMatchObject({ ok: false })
  expect(await reachHost(new URL(`http://127.0.0.1:${port}`), AbortSignal.abort())).toMatchObject({
    ok: false,
  })
})

it('ends with the signal while a handshake hangs', async () => {
  const { port } = await listen()
  const stop = new AbortController()
  const reached = reachHost(new URL(`https://127.0.0.1:${port}`), stop.signal)
  stop.abort()
  expect(await reached).toMatchObject({ ok: false })
})
