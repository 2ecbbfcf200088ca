import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { type Headless, startHeadless } from '../../start-headless.ts'
import { listenRaw } from '../listen-raw.ts'
import { type HostileUpstream, pour, respond } from './hostile-upstream.ts'

export interface Rig {
  signalbox: Headless
  upstream: HostileUpstream
}

/**
 * One hostile case: resolves with a short description of the observation, and rejects with the reason for a failure.
 */
export type HostileCase = (rig: Rig) => Promise<string>

const MB = 1024 * 1024
const EVENTS = ['content-type: text/event-stream']
const JSON_TYPE = ['content-type: application/json']

/** The worst known attacks, by sender and kind. */
export const HOSTILE_CASES: Readonly<Record<string, HostileCase>> = {
  'client: user-agent of 60 kB, one letter': (rig) =>
    ask(rig, { headers: [`user-agent: ${'a'.repeat(60_000)}`] }),
  'client: path of 60 kB, one letter': (rig) => ask(rig, { path: `/v1/${'a'.repeat(60_000)}` }),
  'client: query of 60 kB of "eyJ"': (rig) => ask(rig, { path: `/v1/messages?${'eyJ'.repeat(20_000)}` }),
  'client: Basic and 60,000 spaces': (rig) =>
    ask(rig, { headers: [`authorization: basic${' '.repeat(60_000)}!`], path: '/api/status', method: 'GET' }),
  'client: model name of 4 MB': (rig) => ask(rig, { body: JSON.stringify({ model: 'm'.repeat(4 * MB) }) }),
  'client: body nested 200,000 deep': (rig) => ask(rig, { body: `{"x":${'['.repeat(200_000)}` }),
  'upstream: header of 14 kB, one letter': (rig) =>
    serve(rig, respond('{}', [...JSON_TYPE, `server: ${'a'.repeat(14_000)}`])),
  'upstream: error text of 1 MB, one letter': (rig) =>
    serve(rig, respond(errorEvent('a'.repeat(MB)), EVENTS)),
  'upstream: error text of 7 MB, "a."': (rig) =>
    serve(rig, respond(errorEvent('a.'.repeat(3.5 * MB)), EVENTS)),
  'upstream: events of CR, 4 MB': (rig) => serve(rig, respond(carriageReturns(4 * MB), EVENTS)),
  'upstream: events of CR, 32 MB as gzip': (rig) =>
    serve(rig, respond(gzipSync(carriageReturns(32 * MB)), [...EVENTS, 'content-encoding: gzip'])),
  'upstream: a million tiny events': (rig) => serve(rig, respond('data:{}\n\n'.repeat(MB), EVENTS)),
  'upstream: 100 Continue before 200': (rig) => serve(rig, interim('HTTP/1.1 100 Continue\r\n\r\n')),
  'upstream: fifty 1xx before 200': (rig) =>
    serve(
      rig,
      interim('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(25)),
    ),
  'upstream: 413 at 16 MB, closed unread': early,
  'provider: JSON without end': (rig) => provide(rig, pour(JSON_TYPE, 'a', 600)),
  'provider: error without end': (rig) =>
    provide(rig, async (socket, head) => {
      socket.write('HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n')
      await pour([], 'a', 200)(socket, head)
    }),
  'provider: one event without end': (rig) => provide(rig, pour(EVENTS, 'a', 300)),
  'provider: gzip bomb of 600 MB': (rig) =>
    provide(rig, respond(bomb(600), [...JSON_TYPE, 'content-encoding: gzip'])),
  'provider: gzip bomb as an error': (rig) =>
    provide(rig, respond(bomb(600), [...JSON_TYPE, 'content-encoding: gzip'], '400 Bad Request')),
  'operator: two instances in a circle': circle,
}

interface Question {
  path?: string
  method?: string
  headers?: readonly string[]
  body?: string
  patienceMs?: number
}

async function ask({ signalbox, upstream }: Rig, question: Question): Promise<string> {
  upstream.act(respond('{"type":"message"}', JSON_TYPE))
  const { status, end } = await send(signalbox.port, question)
  if (end !== 'whole') throw new Error(`the response is ${end}`)
  return String(status)
}

async function serve(
  { signalbox, upstream }: Rig,
  act: Parameters<HostileUpstream['act']>[0],
): Promise<string> {
  upstream.act(act)
  const { status, end, proxyError } = await send(signalbox.port, {})
  if (status !== 200 || end !== 'whole') throw new Error(`${status} ${proxyError ?? ''} ${end}`)
  return `${status} whole`
}

async function provide(
  { signalbox, upstream }: Rig,
  act: Parameters<HostileUpstream['act']>[0],
): Promise<string> {
  upstream.act(act)
  const body = JSON.stringify({ ...MESSAGE, model: 'hostile,any' })
  const { status, end, proxyError } = await send(signalbox.port, { body, patienceMs: 60_000 })
  if (end !== 'whole') throw new Error(`the response is ${end}`)
  return `${status} ${proxyError ?? ''}`
}

async function early({ signalbox, upstream }: Rig): Promise<string> {
  upstream.act((socket) => {
    socket.write(
      'HTTP/1.1 413 Too Large\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}',
    )
    // Unread bytes make the system respond to the rest with a reset.
    socket.pause()
    setImmediate(() => socket.destroy())
  })
  const content = 'x'.repeat(16 * MB)
  const body = JSON.stringify({ ...MESSAGE, messages: [{ role: 'user', content }] })
  const { status, proxyError } = await send(signalbox.port, { body })
  if (status !== 413) throw new Error(`${status} ${proxyError ?? ''} in place of 413`)
  return '413'
}

/** A → B → A: only a forwarder that listens before both can close the loop. */
async function circle(): Promise<string> {
  let hops = 0
  let target = 0
  const forwarder = createServer((socket) => {
    hops++
    const on = connect(target, '127.0.0.1').on('error', () => socket.destroy())
    socket.on('error', () => on.destroy()).pipe(on)
    on.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(forwarder, 'listening')
  const { port } = forwarder.address() as AddressInfo
  const a = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${port}` } })
  // The forwarder leaves its own name in `Host`, which the guard would reject before the loop check.
  const b = await startHeadless({
    env: { ANTHROPIC_FORWARD_URL: a.url, SIGNALBOX_ALLOWED_HOSTS: `127.0.0.1:${port}` },
  })
  target = b.port
  try {
    const { status, proxyError } = await send(b.port, {})
    if (status !== 508) throw new Error(`${status} ${proxyError ?? ''} in place of 508`)
    if (hops > 2) throw new Error(`${hops} times round`)
    return `508 ${proxyError ?? ''}`
  } finally {
    await Promise.all([a.stop('SIGKILL'), b.stop('SIGKILL')])
    forwarder.close()
  }
}

const MESSAGE = {
  model: 'claude-opus-5-5',
  max_tokens: 64,
  stream: true,
  messages: [{ role: 'user', content: 'hi' }],
}

async function send(port: number, question: Question) {
  const { path = '/v1/messages', method = 'POST', headers = [], patienceMs = 30_000 } = question
  const body = method === 'GET' ? '' : (question.body ?? JSON.stringify(MESSAGE))
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
    'connection: close',
  ]
  return listenRaw({ port, bytes: `${head.join('\r\n')}\r\n\r\n${body}`, patienceMs })
}

function errorEvent(message: string): string {
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error: { type: 'api_error', message } })}\n\n`
}

function carriageReturns(bytes: number): string {
  return 'event: ping\rdata: {"type":"ping"}\r\r'.repeat(bytes / 36)
}

function interim(before: string): Parameters<HostileUpstream['act']>[0] {
  return (socket, head) => {
    socket.write(before)
    return respond('{"type":"message"}', JSON_TYPE)(socket, head)
  }
}

const bombs = new Map<number, Buffer>()

/** A gzip of `megabytes` MB of one letter: a thousandth of it on the wire. */
function bomb(megabytes: number): Buffer {
  const known = bombs.get(megabytes) ?? gzipSync(Buffer.alloc(megabytes * MB, 'a'))
  bombs.set(megabytes, known)
  return known
}
