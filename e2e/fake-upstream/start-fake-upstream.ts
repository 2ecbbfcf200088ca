import { once } from 'node:events'
import { type Server, type Socket, createServer } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'
import type { ParsedRequest } from './create-request-parser.ts'
import { defaultReply } from './default-reply.ts'
import { refuseRequest } from './formats/check-request.ts'
import { asksForStream, readFormat } from './formats/wire-format.ts'
import type { RecordedRequest } from './recorded-request.ts'
import type { Reply, WireStep } from './reply.ts'
import { serveConnection } from './serve-connection.ts'
import { toWire } from './to-wire.ts'
import { untilFact } from './until-fact.ts'

/**
 * Responses. A list answers the requests for messages in order, and its last entry all further ones; a function sees
 * every request. Undefined, or an empty list, means the healthy default.
 */
export type Script = readonly Reply[] | ((request: RecordedRequest) => Reply | undefined)

export interface FakeUpstream {
  /** Without a trailing slash. */
  url: string
  port: number
  /** In order of arrival; outcomes are filled in as they happen. */
  requests: readonly RecordedRequest[]
  /** Descriptions of client data that is not HTTP/1.x. Those connections were closed. */
  protocolErrors: readonly string[]
  /** Replaces the script for future requests. */
  reply: (script: Script) => void
  /** Resolves once `fact` is true, which is checked on every change. Rejects after `timeoutMs` (default 10,000). */
  until: (fact: (requests: readonly RecordedRequest[]) => boolean, timeoutMs?: number) => Promise<void>
  /** Calls back after every request, response and closed connection. Returns the unsubscribe function. */
  onChange: (listener: () => void) => () => void
  openSockets: () => number
  /** Closes every connection and releases the port. */
  close: () => Promise<void>
}

interface Options {
  script?: Script
  /** PEM texts. Without them the server uses plain HTTP. */
  tls?: { key: string; cert: string }
  /** Default: any free port. */
  port?: number
  /** False discards request bodies after the response, for long runs. Default true. */
  keepBodies?: boolean
  /** True rejects requests that Anthropic would reject. Default false: a relay forwards invalid requests too. */
  checksMessages?: boolean
  /** False gives the scripted reply to requests that a provider would reject. Default true. */
  checksProviders?: boolean
}

/**
 * Starts an upstream on 127.0.0.1 that misbehaves on command. It supports Anthropic Messages, OpenAI Chat Completions
 * and Responses, and Gemini: one script serves them all, because the request determines the format. Requests that the
 * services of the last three formats would reject are rejected before the script runs.
 */
export async function startFakeUpstream(options: Options = {}): Promise<FakeUpstream> {
  const requests: RecordedRequest[] = []
  const protocolErrors: string[] = []
  const sockets = new Set<Socket>()
  const watchers = new Set<() => void>()
  let script = options.script ?? []
  let messages = 0
  let connections = 0

  const changed = (): void => watchers.forEach((watch) => watch())
  const onChange = (listener: () => void): (() => void) => {
    watchers.add(listener)
    return () => watchers.delete(listener)
  }
  const record = (parsed: ParsedRequest, connection: number): RecordedRequest => {
    const messageIndex = readFormat(parsed) === undefined ? undefined : messages++
    const streaming = asksForStream(parsed)
    const place = { index: requests.length, messageIndex, connection, at: performance.now() }
    const request = { ...parsed, ...place, streaming }
    requests.push(request)
    return request
  }
  const response = async (request: RecordedRequest): Promise<readonly WireStep[]> => {
    const { checksMessages = false, checksProviders = true } = options
    const refusal = checksProviders ? refuseRequest(request, { checksMessages }) : undefined
    const steps = await toWire(refusal ?? chooseReply(script, request), request)
    if (options.keepBodies === false) request.body = Buffer.alloc(0)
    return steps
  }
  const server = createServer({ noDelay: true }, (tcp) => {
    const connection = connections++
    sockets.add(tcp)
    tcp.on('close', () => sockets.delete(tcp))
    serveConnection({
      tcp,
      socket: options.tls === undefined ? tcp : secure(tcp, options.tls),
      record: (parsed) => record(parsed, connection),
      response,
      changed,
      onProtocolError: (reason) => protocolErrors.push(reason),
    })
  })
  const port = await listen(server, options.port ?? 0)
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    protocolErrors,
    reply: (next) => {
      script = next
    },
    until: async (fact, timeoutMs = 10_000) => {
      await untilFact({ fact: () => fact(requests), onChange, timeoutMs, explain: () => describe(requests) })
    },
    onChange,
    openSockets: () => sockets.size,
    close: async () => {
      if (!server.listening) return
      const closed = [server.close(), ...sockets].map((closing) => once(closing, 'close'))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address')
  return address.port
}

function secure(tcp: Socket, tls: { key: string; cert: string }): Socket {
  return new TLSSocket(tcp, { isServer: true, secureContext: createSecureContext(tls) })
}

function chooseReply(script: Script, request: RecordedRequest): Reply {
  if (typeof script === 'function') return script(request) ?? defaultReply(request)
  const listed =
    request.messageIndex === undefined ? undefined : script[Math.min(request.messageIndex, script.length - 1)]
  return listed ?? defaultReply(request)
}

function describe(requests: readonly RecordedRequest[]): string {
  const seen = requests.map(({ method, url }) => `${method} ${url}`).join(', ')
  return `requests: ${seen === '' ? 'none' : seen}`
}
