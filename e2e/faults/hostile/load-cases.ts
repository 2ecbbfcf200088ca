import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { listenRaw } from '../listen-raw.ts'
import type { HostileCase } from './hostile-cases.ts'
import { afterBody, pour, respond } from './hostile-upstream.ts'

const MB = 1024 * 1024
const EVENTS = ['content-type: text/event-stream']
const ANSWER = 'event: message_stop\ndata: {"type":"message_stop"}\n\n'

/** Concurrent load: cases that are harmless alone must not add up. */
export const LOAD_CASES: Readonly<Record<string, HostileCase>> = {
  'client: 500 requests of 1 MB at once': (rig) => flood(rig, { requests: 500, bytes: MB }),
  'client: 12 requests of 30 MB at once': (rig) => flood(rig, { requests: 12, bytes: 30 * MB }),
  'client: 100 uploads that stand still': stall,
  'client: 10 that never read 20 MB': (rig) => neverRead(rig, 10),
  'client: 200 that never read 20 MB': (rig) => neverRead(rig, 200),
  'client: 500 that never read 20 MB': (rig) => neverRead(rig, 500),
  'client: 4 requests of 60 MB at once': (rig) => flood(rig, { requests: 4, bytes: 60 * MB }),
}

/** Sends `count` requests with bodies of this length at once; all must be answered. */
export async function flood(
  { signalbox: { port }, upstream }: Parameters<HostileCase>[0],
  { requests, bytes }: { requests: number; bytes: number },
): Promise<string> {
  upstream.act(afterBody(respond(ANSWER, EVENTS)))
  const heard = await Promise.all(
    Array.from({ length: requests }, () =>
      listenRaw({ port, bytes: question(port, 'x'.repeat(bytes)), patienceMs: 60_000 }),
    ),
  )
  const failed = heard.filter(({ status, end }) => status !== 200 || end !== 'whole')
  const [first] = failed
  if (first !== undefined) throw new Error(`${failed.length} failed, one with ${first.status} ${first.end}`)
  return `${heard.length} × 200`
}

/** Sends half a body on each connection and then nothing, while other clients send requests. */
async function stall({ signalbox: { port }, upstream }: Parameters<HostileCase>[0]): Promise<string> {
  upstream.act(afterBody(respond(ANSWER, EVENTS)))
  const bytes = question(port, 'x'.repeat(MB))
  const stalled = await Promise.all(
    Array.from({ length: 100 }, () => send(port, bytes.slice(0, bytes.length / 2))),
  )
  const startedAt = performance.now()
  try {
    const heard = await Promise.all(
      Array.from({ length: 5 }, () => listenRaw({ port, bytes, patienceMs: 60_000 })),
    )
    const failed = heard.find(({ status, end }) => status !== 200 || end !== 'whole')
    if (failed !== undefined) throw new Error(`${failed.status} ${failed.end}`)
    const seconds = (performance.now() - startedAt) / 1000
    if (seconds > 20) throw new Error(`others waited ${seconds.toFixed(1)} s`)
    return `5 others within 20 s`
  } finally {
    for (const socket of stalled) socket.destroy()
  }
}

/** Opens responses of 20 MB and reads none of them. */
export async function neverRead(
  { signalbox: { port }, upstream }: Parameters<HostileCase>[0],
  clients: number,
): Promise<string> {
  upstream.act(pour(EVENTS, 'event: ping\ndata: {"type":"ping"}\n\n', 20))
  const before = upstream.asked()
  const sockets = await Promise.all(Array.from({ length: clients }, () => send(port, question(port, 'hi'))))
  try {
    for (let waited = 0; upstream.asked() < before + clients; waited += 50) {
      if (waited > 30_000) throw new Error(`only ${upstream.asked() - before} of ${clients} arrived`)
      await setTimeout(50)
    }
    // Wait until the program has read as much as it ever will.
    await setTimeout(3_000)
    return `${clients} stuck`
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

function question(port: number, content: string): string {
  const body = JSON.stringify({
    model: 'claude-opus-5-5',
    max_tokens: 64,
    stream: true,
    messages: [{ role: 'user', content }],
  })
  const head = [
    'POST /v1/messages HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}

/** Sends without ever reading. */
async function send(port: number, bytes: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }).pause()
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(bytes)
  return socket
}
