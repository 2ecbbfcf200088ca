import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { skipInterimResponses } from './skip-interim-responses.ts'
import { listenLocally } from '../../base/testing/local-server.ts'

const server = createServer({ noDelay: true })
let socket: Socket
let peer: Socket
let received: Buffer[]

beforeEach(async () => {
  const port = await listenLocally(server)
  const connected = once(server, 'connection')
  socket = connect(port, '127.0.0.1')
  ;[peer] = await connected
  skipInterimResponses(socket)
  received = []
  socket.on('data', (chunk: Buffer) => received.push(chunk))
})

afterEach(() => {
  socket.destroy()
  peer.destroy()
  server.close()
})

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'
const FINAL = 'HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n'

/** Returns the data that the reader receives when these pieces arrive after a request. */
async function read(pieces: readonly (string | Buffer)[], wholeLength: number): Promise<string> {
  received = []
  socket.write('GET / HTTP/1.1\r\n\r\n')
  for (const piece of pieces) {
    peer.write(piece)
    await new Promise(setImmediate)
  }
  while (Buffer.concat(received).length < wholeLength) await once(socket, 'data')
  return Buffer.concat(received).toString('latin1')
}

it.each([
  ['one', CONTINUE],
  ['a hundred', CONTINUE.repeat(100)],
  ['one with headers', 'HTTP/1.1 100 Continue\r\nX: y\r\nContent-Length: 5\r\n\r\n'],
  ['one without a phrase', 'HTTP/1.1 100\r\n\r\n'],
  ['one of HTTP/1.0', 'HTTP/1.0 100 Continue\r\n\r\n'],
  ['one with bare line feeds', 'HTTP/1.1 100 Continue\nX: y\n\n'],
  ['one behind an empty line', `\r\n${CONTINUE}`],
  [
    'several kinds',
    `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${CONTINUE}HTTP/1.1 102 x\r\n\r\n${CONTINUE}`,
  ],
])('drops %s before a response, wherever it is cut, and nothing of the body', async (_title, interim) => {
  const wire = Buffer.from(interim + FINAL)
  expect(await read([wire], FINAL.length)).toBe(FINAL)
  for (let at = 1; at < Math.min(wire.length, 200); at++) {
    expect(await read([wire.subarray(0, at), wire.subarray(at)], FINAL.length)).toBe(FINAL)
  }
  const bytes = [...wire.subarray(0, 300)].map((byte) => Buffer.of(byte))
  expect(await read([...bytes, wire.subarray(300)], FINAL.length)).toBe(FINAL)
})

it.each([
  ['a 101', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
  ['bytes that are not HTTP', 'HTTP/1.1 1\r\n\r\n'],
  ['another protocol', 'SSH-2.0-x\r\n'],
  ['a head that is too long', `HTTP/1.1 100 Continue\r\nX: ${'y'.repeat(70_000)}`],
])('leaves %s to the HTTP client', async (_title, wire) => {
  expect(await read([wire], wire.length)).toBe(wire)
})

it('delivers half a status line at the end, and nothing twice', async () => {
  socket.write('GET / HTTP/1.1\r\n\r\n')
  peer.end('HTTP/1.1 1')
  await once(socket, 'end')
  expect(Buffer.concat(received).toString()).toBe('HTTP/1.1 1')
})

it('leaves what comes before a request to the HTTP client, which closes the connection then', async () => {
  peer.write(CONTINUE)
  await once(socket, 'data')
  expect(Buffer.concat(received).toString()).toBe(CONTINUE)
})

it('ends a connection that sends them without end', { timeout: 10_000 }, async () => {
  peer.on('error', () => undefined)
  const failed = new Promise<Error>((resolve) => socket.once('error', resolve))
  socket.write('GET / HTTP/1.1\r\n\r\n')
  const flood = setInterval(() => peer.write(CONTINUE.repeat(500)), 1)
  const error = await failed.finally(() => clearInterval(flood))
  expect(error.message).toBe('too many interim responses')
  expect(received).toEqual([])
})
