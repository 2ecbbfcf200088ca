import { once } from 'node:events'
import { type AddressInfo, connect, createServer, Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { createUpstreamReader, type UpstreamReader } from './read-upstream.ts'

const MB = 1024 * 1024
const opened: { destroy?: () => void; close?: () => void }[] = []
afterEach(() => opened.splice(0).forEach((one) => (one.destroy ?? one.close)?.call(one)))

async function serve(bytes: Buffer): Promise<number> {
  const server = createServer((socket) => void socket.on('error', () => undefined).end(bytes)).listen(
    0,
    '127.0.0.1',
  )
  opened.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function open(port: number, reader: UpstreamReader): Socket {
  const socket = connect({ port, host: '127.0.0.1', ...reader.options })
  opened.push(socket)
  return socket
}

/** A reader with many other connections. */
function busyReader(collect = () => {}): UpstreamReader {
  const reader = createUpstreamReader(collect)
  for (let at = 0; at < 40; at++) reader.count(() => {})(null, new Socket())
  return reader
}

it.each([createUpstreamReader(() => {}), busyReader()])(
  'delivers every byte of concurrent connections, reader %#',
  async (reader) => {
    const bodies = [1, 2, 3].map((seed) =>
      Buffer.from(Array.from({ length: MB }, (_, i) => (i * seed) % 251)),
    )
    await Promise.all(
      bodies.map(async (body) => {
        const chunks: Buffer[] = []
        for await (const chunk of open(await serve(body), reader)) chunks.push(chunk)
        expect(Buffer.concat(chunks).equals(body)).toBe(true)
      }),
    )
  },
)

it('reads hardly ahead of a paused reader, and holds no memory of others', async () => {
  const socket = open(await serve(Buffer.alloc(4 * MB, 'a')), busyReader())
  await once(socket, 'readable')
  await setImmediate()
  expect(socket.readableLength).toBeLessThanOrEqual(32 * 1024)
  const chunk: Buffer = socket.read()
  expect(chunk.buffer.byteLength).toBeLessThanOrEqual(32 * 1024)
})

it('collects garbage every few MB, so that dead chunks never add up', async () => {
  let collected = 0
  const socket = open(
    await serve(Buffer.alloc(33 * MB, 'a')),
    busyReader(() => collected++),
  )
  await once(socket.resume(), 'end')
  expect(collected).toBe(4)
})

it('reads up to 64 kB while connections are few, however many were before', async () => {
  const reader = createUpstreamReader()
  const sockets = Array.from({ length: 40 }, () => new Socket())
  for (const socket of sockets) reader.count(() => {})(null, socket)
  for (const socket of sockets) socket.destroy()
  for (let at = 0; at < 40; at++) reader.count(() => {})(new Error('refused'), null)
  await setImmediate()
  const socket = open(await serve(Buffer.alloc(4 * MB, 'a')), reader)
  let longest = 0
  socket.on('data', (chunk: Buffer) => (longest = Math.max(longest, chunk.length)))
  await once(socket, 'end')
  expect(longest).toBe(64 * 1024)
})
