import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPendingWrites } from './pending-writes.ts'
import { listenLocally } from '../../base/testing/local-server.ts'

const server = createServer()
let socket: Socket
let peer: Socket

beforeEach(async () => {
  const port = await listenLocally(server)
  const connected = once(server, 'connection')
  socket = connect(port, '127.0.0.1')
  ;[peer] = await connected
  peer.pause()
})

afterEach(() => {
  socket.destroy()
  peer.destroy()
  server.close()
})

it('holds a body until the socket has got rid of it', async () => {
  const writes = createPendingWrites()
  writes.watch(socket)
  const body = Buffer.alloc(30_000_000)
  socket.cork()
  socket.write('head', 'latin1')
  socket.write(body)
  socket.uncork()
  expect(writes.has(body)).toBe(true)
  expect(writes.has(Buffer.alloc(1))).toBe(false)
  peer.resume()
  await once(socket, 'drain')
  expect(writes.has(body)).toBe(false)
})

it('lets go of a body when the connection is closed', async () => {
  const writes = createPendingWrites()
  writes.watch(socket)
  const body = Buffer.alloc(30_000_000)
  socket.write(body)
  socket.destroy()
  await once(socket, 'close')
  expect(writes.has(body)).toBe(false)
})

it('leaves the caller’s own callback alone', async () => {
  createPendingWrites().watch(socket)
  await new Promise((resolve) => socket.write('text', resolve))
  await new Promise((resolve) => socket.write(Buffer.from('bytes'), resolve))
  await new Promise((resolve) => socket.write('text', 'latin1', resolve))
  peer.resume()
  const [got]: Buffer[] = await once(peer, 'data')
  expect(got?.toString()).toBe('textbytestext')
})
