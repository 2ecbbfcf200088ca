import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { listenLocally } from '../../base/testing/local-server.ts'

/** A real forward proxy that connects to one port of this machine, regardless of the requested name. */
export interface TestProxy {
  port: number
  /** All connections so far; those of tunnels stay usable. */
  sockets: readonly Socket[]
  /** Request lines and headers, in order. */
  asked: { line: string; headers: NodeJS.Dict<string | string[]> }[]
  /** Both ends of every tunnel, in order. */
  tunnels: { client: Duplex; upstream: Socket }[]
  /** Sets the reaction to the next CONNECTs: a tunnel, or bytes and an end. */
  onConnect: (behaviour: ConnectBehaviour) => void
  close: () => Promise<void>
}

export type ConnectBehaviour = 'tunnel' | 'silence' | 'fin' | 'reset' | { response: string }

export async function startProxy(options: {
  leadsTo: number
  tls?: { key: string; cert: string }
}): Promise<TestProxy> {
  const asked: TestProxy['asked'] = []
  const tunnels: TestProxy['tunnels'] = []
  const sockets: Socket[] = []
  let behaviour: ConnectBehaviour = 'tunnel'

  function note({ method, url, headers }: IncomingMessage): void {
    asked.push({ line: `${method} ${url}`, headers })
  }
  function forward(req: IncomingMessage, res: ServerResponse): void {
    note(req)
    if (typeof behaviour === 'object') return void res.socket?.end(behaviour.response)
    const target = new URL(req.url ?? '')
    const onward = request(
      {
        host: '127.0.0.1',
        port: options.leadsTo,
        method: req.method,
        path: target.pathname,
        headers: req.headers,
      },
      (response) => {
        res.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(res)
      },
    )
    onward.on('error', () => res.destroy())
    req.pipe(onward)
  }
  function tunnel(req: IncomingMessage, client: Duplex): void {
    note(req)
    client.on('error', () => undefined)
    if (behaviour === 'silence') return
    if (behaviour === 'fin') return void client.end()
    if (behaviour === 'reset') return void sockets.at(-1)?.resetAndDestroy()
    if (typeof behaviour === 'object') return void client.end(behaviour.response)
    const upstream = connect({ host: '127.0.0.1', port: options.leadsTo })
    upstream.on('error', () => client.destroy())
    tunnels.push({ client, upstream })
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    client.pipe(upstream).pipe(client)
  }

  const server = options.tls === undefined ? createServer(forward) : createTlsServer(options.tls, forward)
  server.on('connect', tunnel)
  server.on('connection', (socket: Socket) => void sockets.push(socket))
  const port = await listenLocally(server)
  return {
    port,
    sockets,
    asked,
    tunnels,
    onConnect: (next) => {
      behaviour = next
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      for (const { upstream } of tunnels) upstream.destroy()
      await closed
    },
  }
}
