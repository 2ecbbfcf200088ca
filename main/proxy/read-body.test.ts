import { once } from 'node:events'
import { createServer, IncomingMessage, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BodyBudget, type BodyShare, createBodyBudget } from './body-budget.ts'
import { type Body, ClientGoneError, readBody } from './read-body.ts'
import { createReadTurns, type ReadTurns } from './read-turns.ts'
import { createSlabPool } from './slab-pool.ts'
import { listenLocally } from '../base/testing/local-server.ts'

const KB = 1024
const pool = createSlabPool(1_024 * KB)

let budget: BodyBudget
let turns: ReadTurns
let server: Server
let client: Socket

beforeEach(async () => {
  budget = createBodyBudget(1_024 * KB)
  turns = createReadTurns(() => performance.now())
  server = createServer()
  const port = await listenLocally(server)
  client = connect(port, '127.0.0.1')
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
  const reading = readBody(req, { pool, budget, turns, limit: 100 * KB })
  for (const part of body) client.write(part)
  return reading
}

function hold(bytes: number): BodyShare {
  const share = budget.open({ received: () => 0, refuse: () => undefined })
  expect(share.take(bytes)).toBeUndefined()
  return share
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

  it.each(['Content-Length', 'chunks'])('reads no further than there is room for (%s)', async (framing) => {
    hold(1_024 * KB)
    const beyond = hold(1)
    const sent = Buffer.alloc(90 * KB, 'abc')
    const chunks = [`${sent.length.toString(16)}\r\n`, sent, '\r\n0\r\n\r\n']
    const reading =
      framing === 'chunks'
        ? read('Transfer-Encoding: chunked', ...chunks)
        : read(`Content-Length: ${sent.length}`, sent)
    expect(await Promise.race([reading.then(() => true), delay(100, false)])).toBe(false)
    beyond.release()
    expect((await reading).bytes.equals(sent)).toBe(true)
  })

  it('is refused when it stands still while another request waits for its memory', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      hold(1_024 * KB).arrived()
      const reading = read('Content-Length: 100', 'half of it')
      await once(server, 'request')
      const waiting = budget.open({ received: () => 0, refuse: () => undefined })
      const room = waiting.take(1)
      vi.advanceTimersByTime(20_000)
      await expect(reading).rejects.toMatchObject({ code: 'request_timeout' })
      expect(room).toBeDefined()
      await room
    } finally {
      vi.useRealTimers()
    }
  })

  it('frees the pieces of a large body without a garbage collection', async () => {
    const req = new IncomingMessage(client)
    req.headers['content-length'] = String(64 * KB)
    const piece = Buffer.allocUnsafeSlow(64 * KB).fill('x')
    const reading = readBody(req, { pool, budget, turns, limit: 100 * KB })
    req.push(piece)
    req.push(null)
    expect((await reading).bytes.toString()).toBe('x'.repeat(64 * KB))
    expect(piece.buffer.byteLength).toBe(0)
  })

  describe('beyond the bytes of a turn', () => {
    /** Holds every upload after each chunk. */
    function holdEach(): { taken: number[]; release: () => void } {
      const taken: number[] = []
      let next = Promise.withResolvers<void>()
      turns = {
        accepted: () => undefined,
        take(bytes) {
          taken.push(bytes)
          return next.promise
        },
      }
      return {
        taken,
        release() {
          next.resolve()
          next = Promise.withResolvers<void>()
        },
      }
    }

    it('reads nothing until its next turn, then the rest, untouched', async () => {
      const { taken, release } = holdEach()
      const sent = Buffer.from(Array.from({ length: 100 * KB }, (_, at) => at % 251))
      const asked = once(server, 'request')
      const reading = read(`Content-Length: ${sent.length}`, sent)
      const [req]: IncomingMessage[] = await asked
      await vi.waitFor(() => expect(taken).toHaveLength(1))
      expect(taken[0]).toBeGreaterThan(0)
      const { bytesRead = 0 } = req?.socket ?? {}
      await delay(50)
      expect(req?.socket.bytesRead).toBe(bytesRead)
      for (let turn = 0; turn < 10; turn++) {
        release()
        await delay(5)
      }
      expect((await reading).bytes.equals(sent)).toBe(true)
    })

    it('reads the next request of its connection', async () => {
      const { taken, release } = holdEach()
      const reading = read('Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n')
      expect((await reading).bytes.toString()).toBe('hello')
      expect(taken).toEqual([5])
      const next = once(server, 'request')
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      await delay(20)
      release()
      await next
    })
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
