import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { listenRaw, speakRaw } from '../listen-raw.ts'
import type { HostileCase } from './hostile-cases.ts'
import { type Act, respond } from './hostile-upstream.ts'

const MB = 1024 * 1024
const JSON_TYPE = ['content-type: application/json']
const BODY = JSON.stringify({
  model: 'claude-opus-5-5',
  max_tokens: 8,
  messages: [{ role: 'user', content: 'hi' }],
})

/** Endless request heads, and misuse of connections. */
export const FLOOD_CASES: Readonly<Record<string, HostileCase>> = {
  'client: headers without end': (rig) =>
    expectStatus(rig, { bytes: head(rig, 'x: y\r\n'.repeat(50_000)), status: 431 }),
  'client: trailers without end': (rig) => {
    const chunks = `transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${'x: y\r\n'.repeat(100_000)}`
    return expectStatus(rig, { bytes: head(rig, chunks), status: 431 })
  },
  'client: headers of 8 bytes a second': slowHead,
  'client: two requests behind an early 413': followEarly,
  'upstream: headers without end': (rig) => {
    rig.upstream.act(repeat('HTTP/1.1 200 OK\r\n', (index) => `x-${index}: ${'a'.repeat(100)}\r\n`))
    return expectStatus(rig, { bytes: question(rig), status: 502 })
  },
  'upstream: 1xx without end': (rig) => {
    rig.upstream.act(repeat('', () => 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'))
    return expectStatus(rig, { bytes: question(rig), status: 502 })
  },
  'upstream: gzip of gzip': (rig) => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(50 * MB, 'a')))
    rig.upstream.act(respond(bomb, [...JSON_TYPE, 'content-encoding: gzip, gzip']))
    return expectStatus(rig, { bytes: question(rig), status: 200 })
  },
}

type Rig = Parameters<HostileCase>[0]

function head({ signalbox: { port } }: Rig, more: string): string {
  return `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${more}`
}

function question(rig: Rig): string {
  return head(rig, `connection: close\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`)
}

async function expectStatus(rig: Rig, { bytes, status }: { bytes: string; status: number }): Promise<string> {
  const heard = await listenRaw({ port: rig.signalbox.port, bytes, patienceMs: 30_000 })
  if (heard.status !== status || heard.end !== 'whole') throw new Error(`${heard.status} ${heard.end}`)
  return `${status} ${heard.proxyError ?? ''}`
}

/** A request that follows an early response is answered in order. */
async function followEarly(rig: Rig): Promise<string> {
  let asked = 0
  rig.upstream.act((socket, headOfRequest) => {
    asked++
    const early = respond('{}', JSON_TYPE, '413 Too Large')
    return (asked === 1 ? early : respond('{}', JSON_TYPE))(socket, headOfRequest)
  })
  const large = JSON.stringify({ text: 'x'.repeat(300_000) })
  const one = (body: string) => head(rig, `content-length: ${body.length}\r\n\r\n${body}`)
  const socket = await speakRaw(rig.signalbox.port, one(large) + one(BODY) + one(BODY))
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  for (let waited = 0; statuses(text).length < 3 && waited < 10_000; waited += 20) await setTimeout(20)
  socket.destroy()
  if (statuses(text).join() !== '413,200,200') throw new Error(`answered with ${statuses(text).join()}`)
  return statuses(text).join()
}

function statuses(text: string): string[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status)
}

/** Ends after the 10 s limit for a request head, and not earlier. */
async function slowHead({ signalbox: { port } }: Rig): Promise<string> {
  const socket = await speakRaw(port, 'POST /v1')
  const startedAt = performance.now()
  const rest = `/messages HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-a: ${'a'.repeat(400)}`
  let at = 0
  const writing = setInterval(() => socket.write(rest.slice(at, (at += 8))), 1_000)
  const [chunk]: Buffer[] = await once(
    socket.setTimeout(30_000, () => socket.destroy()),
    'data',
  )
  clearInterval(writing)
  socket.destroy()
  const seconds = (performance.now() - startedAt) / 1000
  const status = statuses(chunk?.toString('latin1') ?? '').join()
  if (status !== '408' || seconds < 9 || seconds > 20)
    throw new Error(`${status} after ${seconds.toFixed(1)} s`)
  return '408'
}

/** Repeats a line until the other side closes. */
function repeat(before: string, line: (index: number) => string): Act {
  return async (socket: Socket) => {
    socket.setMaxListeners(0).write(before)
    for (let index = 0; !socket.destroyed; index += 100) {
      const lines = Array.from({ length: 100 }, (_, more) => line(index + more)).join('')
      if (!socket.write(lines))
        await new Promise<void>((resolve) => socket.once('drain', resolve).once('close', resolve))
    }
  }
}
