import { once } from 'node:events'
import { type Socket, connect, createServer } from 'node:net'
import { type ParsedRequest, createRequestParser } from './create-request-parser.ts'
import { untilFact } from './until-fact.ts'

export interface Tap {
  /** The address for clients, instead of the target's. */
  url: string
  /** Requests so far, in order of completion. */
  requests: readonly ParsedRequest[]
  /** One entry for each connection, in order, with the data of both directions. */
  connections: readonly TappedConnection[]
  /** Resolves once `fact` is true, checked after every request. Rejects after `timeoutMs` (default 10,000). */
  until: (fact: (requests: readonly ParsedRequest[]) => boolean, timeoutMs?: number) => Promise<void>
  /** Target of new connections: `http://host:port`. They are refused until it is set. */
  forwardTo: (target: string) => void
  /** Closes every connection and releases the port. */
  close: () => Promise<void>
}

export interface TappedConnection {
  requests: readonly ParsedRequest[]
  /** All bytes sent to the client so far. */
  received: () => Buffer
}

/**
 * A recording TCP pass-through. It changes no bytes, so the recording is exactly what the client sent. A reset on one
 * side becomes a reset on the other.
 */
export async function startTap(): Promise<Tap> {
  let target: URL | undefined
  const requests: ParsedRequest[] = []
  const connections: TappedConnection[] = []
  const sockets = new Set<Socket>()
  const watchers = new Set<() => void>()
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    if (target === undefined) {
      client.resetAndDestroy()
      return
    }
    const { hostname: host, port } = target
    const upstream = connect({ host, port: Number(port), noDelay: true, allowHalfOpen: true })
    const own: ParsedRequest[] = []
    const received: Buffer[] = []
    connections.push({ requests: own, received: () => Buffer.concat(received) })
    const parser = createRequestParser((request) => {
      own.push(request)
      requests.push(request)
      watchers.forEach((watch) => watch())
    })
    client.on('data', (bytes: Buffer) => parser.push(bytes))
    upstream.on('data', (bytes: Buffer) => received.push(bytes))
    join(client, upstream)
    join(upstream, client)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the tap has no TCP address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    connections,
    until: async (fact, timeoutMs = 10_000) => {
      await untilFact({
        fact: () => fact(requests),
        onChange: (listener) => {
          watchers.add(listener)
          return () => watchers.delete(listener)
        },
        timeoutMs,
        explain: () => `requests: ${requests.length}`,
      })
    },
    forwardTo: (url) => {
      target = new URL(url)
    },
    close: async () => {
      const closed = [server.close(), ...sockets].map((closing) => once(closing, 'close'))
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

function join(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => to.resetAndDestroy())
}
