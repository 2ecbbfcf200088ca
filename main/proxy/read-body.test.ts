import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Body, ClientGoneError, readBody } from './read-body.ts'
import { createSlabPool } from './slab-pool.ts'

const KB = 1024
const pool = createSlabPool(1_024 * KB)

let server: Server
let client: Socket

beforeEach(async () => {
  server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  client = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
})

afterEach(() => {
  client.destroy()
  server.close()
})

/** Sends a head and reads its body with a limit of 100 kB. */
async function read(framing: string, ...body: (string | Buffer)[]): Promise<Body> {
  client.write(`POST / HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n`)
  const [req]: IncomingMessage[] = await once(server, 'request')
  if (req === undefined) throw new Error('no request')
  const reading = readBody(req, { pool, limit: 100 * KB })
  for (const part of body) client.write(part)
  return reading
}

describe('readBody', () => {
  it('is empty for a request that has none', async () => {
    expect((await read('X: y')).bytes.length).toBe(0)
  })

  it('collects a body of announced length', async () => {
    const sent = Buffer.alloc(90 * KB, 'abc')
    expect((await read(`Content-Length: ${sent.length}`, sent)).bytes.equals(sent)).toBe(true)
  })

  it('grows with a body that comes in chunks, and loses nothing on the way', async () => {
    const parts = Array.from({ length: 90 }, (_, i) => Buffer.alloc(KB, i))
    const chunks = parts.flatMap((part) => [`${KB.toString(16)}\r\n`, part, '\r\n'])
    const { bytes } = await read('Transfer-Encoding: chunked', ...chunks, '0\r\n\r\n')
    expect(bytes.equals(Buffer.concat(parts))).toBe(true)
  })

  it('takes exactly the limit', async () => {
    const { bytes } = await read(`Content-Length: ${100 * KB}`, Buffer.alloc(100 * KB))
    expect(bytes.length).toBe(100 * KB)
  })

  it('refuses a length above the limit before a byte of it has come', async () => {
    await expect(read(`Content-Length: ${100 * KB + 1}`)).rejects.toMatchObject({ code: 'body_too_large' })
  })

  it('refuses chunks as soon as they exceed the limit, without waiting for the end', async () => {
    const chunk = [`${(101 * KB).toString(16)}\r\n`, Buffer.alloc(101 * KB)]
    await expect(read('Transfer-Encoding: chunked', ...chunk)).rejects.toMatchObject({
      code: 'body_too_large',
    })
  })

  it('says so when the client goes before the end', async () => {
    const reading = read('Content-Length: 10', '12345')
    await once(server, 'request')
    client.destroy()
    await expect(reading).rejects.toBeInstanceOf(ClientGoneError)
  })

  it('gives its memory back when it fails', async () => {
    const { bytes } = await read(`Content-Length: ${60 * KB}`, Buffer.alloc(60 * KB))
    const before = pool.take(60 * KB)
    expect(before.bytes.buffer).not.toBe(bytes.buffer)
    before.release()
    const tooMuch = [`${(101 * KB).toString(16)}\r\n`, Buffer.alloc(101 * KB)]
    await expect(read('Transfer-Encoding: chunked', ...tooMuch)).rejects.toMatchObject({
      code: 'body_too_large',
    })
    expect(pool.take(60 * KB).bytes).toBe(before.bytes)
  })
})
