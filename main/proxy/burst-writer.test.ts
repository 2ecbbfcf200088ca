import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type RequestOptions, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createBurstWriter } from './burst-writer.ts'

/** Lengths around the limit of a merged piece; `next` ends a turn of the event loop. */
const BODIES: (number | 'next')[][] = [
  [],
  ['next'],
  [0],
  [1],
  [130, 130, 'next', 130],
  [16_384],
  [16_385],
  [10, 16_385, 10],
  [16_384, 1, 'next', 100_000, 'next', 5],
  [9_000, 9_000, 9_000, 'next', 0, 'next', 2_000_000],
]

let server: Server
let headers: string[] = []
let plan: readonly (number | 'next')[] = []
/** All pieces that the writer reported. */
let written: Buffer[] = []
/** Length of the memory behind each of them. */
let memory: number[] = []

/** Bytes that never repeat at the same distance, so that a lost or moved byte shows. */
function bytes(length: number, from: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, i) => ((from + i) * 31 + ((from + i) >> 8)) & 0xff))
}
function wholeOf(lengths: typeof plan): Buffer {
  return bytes(
    lengths.reduce<number>((sum, part) => sum + (part === 'next' ? 0 : part), 0),
    0,
  )
}

beforeEach(async () => {
  written = []
  memory = []
  server = createServer((_req, res) => {
    const writer = createBurstWriter(res, (piece) => {
      written.push(Buffer.from(piece))
      memory.push(piece.buffer.byteLength)
    })
    res.on('drain', writer.drained)
    res.writeHead(200, headers)
    writer.begin()
    void (async () => {
      let from = 0
      for (const part of plan) {
        if (part === 'next') await turn()
        else {
          writer.write(bytes(part, from))
          from += part
        }
      }
      writer.end()
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function answer(options: RequestOptions = {}): Promise<{ response: IncomingMessage; body: Buffer }> {
  const asked = request({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, ...options }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return { response, body: Buffer.concat(await response.toArray()) }
}

it.each(BODIES.map((lengths) => [lengths]))('sends %j in chunks that a parser reads', async (lengths) => {
  headers = ['x', 'y']
  plan = lengths
  const { response, body } = await answer()
  expect(response.headers['transfer-encoding']).toBe('chunked')
  expect(response.complete).toBe(true)
  expect(body.equals(wholeOf(lengths))).toBe(true)
  expect(Buffer.concat(written).equals(body)).toBe(true)
})

it.each(BODIES.map((lengths) => [lengths]))('sends %j with its length as it is', async (lengths) => {
  plan = lengths
  headers = ['content-length', String(wholeOf(lengths).length)]
  const { response, body } = await answer()
  expect(response.headers['transfer-encoding']).toBeUndefined()
  expect(body.equals(wholeOf(lengths))).toBe(true)
})

it('answers HEAD without a body, and keeps the connection for the next request', async () => {
  headers = []
  plan = [130, 'next', 20_000]
  const { body } = await answer({ method: 'HEAD' })
  expect(body).toHaveLength(0)
  expect((await answer()).body.equals(wholeOf(plan))).toBe(true)
})

it('gives a long piece memory of its own, so that a stuck client holds no more than its piece', async () => {
  headers = []
  plan = [9_000, 'next', 100, 'next']
  await answer()
  expect(memory[0]).toBeLessThan(10_000)
})
