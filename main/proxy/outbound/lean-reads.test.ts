import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, Socket } from 'node:net'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { createUpstreamClient } from '../send/upstream-client.ts'
import { issueAuthority, issueServer } from '../testing/issue-certificate.ts'
import { createLeanReads } from './lean-reads.ts'

const MB = 1024 * 1024
const authority = issueAuthority('authority')
const certificate = issueServer(['127.0.0.1'], authority)
const opened: { destroy?: () => void; close?: () => void }[] = []
afterEach(() => opened.splice(0).forEach((one) => (one.destroy ?? one.close)?.call(one)))

/** Serves these bytes on every connection. */
async function serve(bytes: Buffer, isTls = false): Promise<number> {
  const onSocket = (socket: Socket) => {
    opened.push(socket)
    socket.on('error', () => undefined).end(bytes)
  }
  const server: Server = isTls ? createTlsServer(certificate, onSocket) : createServer(onSocket)
  opened.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

it.each(['tcp', 'tls'])('delivers every byte of concurrent connections over %s', async (kind) => {
  let collected = 0
  const { options } = createLeanReads(() => collected++)
  const bodies = [1, 3, 7].map((seed) =>
    Buffer.from(Uint8Array.from({ length: 3 * MB }, (_, i) => (i * seed) % 251)),
  )
  await Promise.all(
    bodies.map(async (body) => {
      const target = { port: await serve(body, kind === 'tls'), host: '127.0.0.1', ...options }
      const socket = kind === 'tls' ? connectTls({ ...target, ca: authority.cert }) : connect(target)
      opened.push(socket)
      const chunks: Buffer[] = []
      for await (const chunk of socket) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(body)).toBe(true)
    }),
  )
  // Dead chunks must not add up to 64 MB before V8 looks.
  await expect.poll(() => collected).toBe(1)
})

it('counts connections from their beginning to their end, established or not', async () => {
  const reads = createLeanReads()
  const sockets = Array.from({ length: 63 }, () => new Socket())
  const callbacks = [...sockets, undefined].map(() => reads.count(() => undefined))
  expect(reads.isDue()).toBe(true)
  callbacks.pop()?.(new Error('refused'), null)
  expect(reads.isDue()).toBe(false)
  const last = reads.count(() => undefined)
  expect(reads.isDue()).toBe(true)
  sockets.forEach((socket, at) => callbacks[at]?.(null, socket))
  sockets[0]?.destroy()
  await expect.poll(reads.isDue).toBe(false)
  last(new Error('refused'), null)
})

it('reads at most 16 kB at once from each upstream beyond the first 64, which a paused one holds', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-length: 4194304\r\n\r\n'
  const port = await serve(Buffer.concat([Buffer.from(head), Buffer.alloc(4 * MB, 'a')]))
  const client = createUpstreamClient({ connectTimeoutMs: 5_000 })
  /** Memory behind the first chunk of each response, in order of the requests. */
  const held: number[] = []
  for (let at = 0; at < 80; at++) {
    client.dispatch(
      { origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET', headers: [], body: null },
      {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData(controller, chunk) {
          held[at] ??= chunk.buffer.byteLength
          controller.pause()
        },
        onResponseEnd: () => undefined,
        onResponseError: () => undefined,
      },
    )
  }
  await expect.poll(() => held.filter(Boolean).length).toBe(80)
  expect(Math.max(...held.slice(64))).toBeLessThanOrEqual(16 * 1024)
  await client.reset()
})
