import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { type Outcome, relayFrom } from './relay.ts'
import { createScriptedSender, type ScriptedSender } from './testing/scripted-sender.ts'

/* One response, from a scripted upstream to a client on a real socket. */

const HEADERS = ['content-type', 'text/event-stream', 'date', 'Fri, 20 Nov 2026 11:00:00 GMT']
const EVENTS = ['event: a\n\n', 'event: b\n\n', 'event: c\n\n']

let server: Server
let client: Socket
let upstream: ScriptedSender
let outcome: Promise<Outcome>
let res: ServerResponse
/** All bytes that the recorder received. */
let watched: Buffer[]

beforeEach(async () => {
  upstream = createScriptedSender()
  watched = []
  const asked = Promise.withResolvers<ServerResponse>()
  server = createServer((_req, response) => asked.resolve(response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => undefined)
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  res = await asked.promise
  const recorder = {
    reached: () => undefined,
    answered: () => undefined,
    wrote: (piece: Uint8Array) => void watched.push(Buffer.from(piece)),
  }
  outcome = relayFrom(res, upstream.send, { onPhase: () => undefined, recorder })
})

afterEach(() => {
  client.destroy()
  server.closeAllConnections()
  server.close()
})

function start(headers = HEADERS): void {
  upstream.receiver().onPhase('body')
  upstream.receiver().onStart(200, 'OK', headers)
}

function send(...chunks: string[]): boolean[] {
  return chunks.map((chunk) => upstream.receiver().onData(Buffer.from(chunk)))
}

/** Resolves with the data that the client receives, up to a given text or the end of the connection. */
async function received(until?: string): Promise<string> {
  let text = ''
  for await (const chunk of client as AsyncIterable<Buffer>) {
    text += chunk.toString('latin1')
    if (until !== undefined && text.endsWith(until)) break
  }
  return text
}

/** The bodies of the HTTP chunks. */
function chunksOf(message: string): string[] {
  const [, body = ''] = message.split(/\r\n\r\n(.*)/s)
  const parts = body.split('\r\n')
  return parts.filter((_, at) => at % 2 === 1).filter((part) => part !== '')
}

it('writes the events of one packet together, in their order', async () => {
  start()
  send(...EVENTS)
  upstream.receiver().onEnd()
  expect(chunksOf(await received('0\r\n\r\n'))).toEqual([EVENTS.join('')])
  expect(Buffer.concat(watched).toString()).toBe(EVENTS.join(''))
  expect(await outcome).toMatchObject({ who: 'upstream', phase: 'done' })
})

it('holds nothing back beyond its turn of the event loop', async () => {
  start()
  const first = received('\r\n')
  send(EVENTS[0] ?? '')
  expect(await first).toContain(EVENTS[0])
})

it.each([
  ['small', Array.from({ length: 200 }, (_, n) => `${n} `.repeat(100))],
  ['long', ['a'.repeat(100), 'b'.repeat(40_000), 'c'.repeat(10), 'd'.repeat(16_384), 'e']],
])('loses and mixes up nothing of %s chunks in one packet', async (_size, chunks) => {
  start()
  send(...chunks)
  upstream.receiver().onEnd()
  const body = chunksOf(await received('0\r\n\r\n')).join('')
  expect(body).toBe(chunks.join(''))
  expect(Buffer.concat(watched).toString()).toBe(body)
})

it.each(['fin', 'reset'] as const)(
  'delivers what came before a cut by %s in the same packet',
  async (kind) => {
    start()
    send(...EVENTS)
    upstream.receiver().onFail(new AppError('upstream_broke'), kind)
    const text = await received(`${EVENTS.join('')}\r\n`)
    expect(chunksOf(text).join('')).toBe(EVENTS.join(''))
    expect(text).not.toContain('\r\n0\r\n')
    expect(await outcome).toMatchObject({ who: 'upstream', error: { code: 'upstream_broke' } })
  },
)

it('pauses the upstream while the client takes nothing, and resumes it once', async () => {
  start()
  const piece = 'x'.repeat(60_000)
  let sent = 0
  while (send(piece)[0] === true) {
    if (++sent > 2_000) throw new Error('it was never paused')
    await new Promise(setImmediate)
  }
  expect(upstream.asked).toEqual(['send'])
  client.resume()
  await expect.poll(() => upstream.asked).toEqual(['send', 'resume'])
  expect(send('more')).toEqual([true])
})

it('pauses for small chunks too', async () => {
  start()
  const small = Array.from({ length: 100 }, () => 'y'.repeat(500))
  let turns = 0
  while (send(...small).at(-1) === true) {
    if (++turns > 2_000) throw new Error('it was never paused')
    await new Promise(setImmediate)
  }
  client.resume()
  await expect.poll(() => upstream.asked).toEqual(['send', 'resume'])
})

it('holds a large response beyond the bytes of a turn until its next turn', async () => {
  const turn = Promise.withResolvers<void>()
  const taken: number[] = []
  const turns = {
    take(bytes: number) {
      taken.push(bytes)
      return turn.promise
    },
  }
  const recorder = { reached: () => undefined, answered: () => undefined, wrote: () => undefined }
  void relayFrom(res, upstream.send, { onPhase: () => undefined, recorder, turns })
  start()
  expect(send('small', 'x'.repeat(16 * 1024))).toEqual([true, false])
  expect(taken).toEqual([16 * 1024])
  expect(upstream.asked).not.toContain('resume')
  turn.resolve()
  await turn.promise
  expect(upstream.asked.at(-1)).toBe('resume')
  expect(send('y'.repeat(16 * 1024))).toEqual([false])
})

it('writes nothing to a client that left in the middle of a packet', async () => {
  start()
  send(EVENTS[0] ?? '')
  res.destroy()
  send(EVENTS[1] ?? '')
  upstream.receiver().onEnd()
  expect(await outcome).toMatchObject({ who: 'client' })
  expect(upstream.asked).toEqual(['send', 'abort'])
})
