import type { Server } from 'node:http'
import { Server as TcpServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { LOOPBACK_ADDRESSES } from '../../base/loopback.ts'
import { connectionCapacity, readFileLimit } from './connection-capacity.ts'
import {
  type ConnectionLimits,
  type Connections,
  createConnections,
  idleTick,
  type Listeners,
} from './connections.ts'
import { isMissingFamily } from './is-missing-family.ts'

// An ES import of node:http reads every name of it, and one of them loads Node's own undici: 30 ms at each start.
const { createServer } = process.getBuiltinModule('node:http')

export interface ListenOptions extends Listeners {
  /** 0 takes any free port, the same on both families. */
  port: number
  newId: () => string
  limits?: Partial<Limits>
  /** Addresses to listen on; the first one must exist. */
  families?: readonly string[]
}

/** Limits on clients; times in ms. None of them touches a response that is carried. */
export interface Limits extends ConnectionLimits {
  /** From the first byte of a request to the end of its headers. */
  headers: number
  /** Interval between two looks at `headers`. */
  checkEvery: number
  /** Between two requests of one connection. */
  keepAlive: number
}

const LIMITS: Omit<Limits, 'capacity'> = {
  headers: 10_000,
  // Silence, not duration: 32 MB over a slow line take minutes, and get them.
  upload: 120_000,
  download: 60_000,
  checkEvery: 5_000,
  // Longer than clients keep idle connections, so that the client closes first and never meets a reset.
  keepAlive: 75_000,
}

export interface Listener {
  port: number
  /** Takes no new connection any more; the open ones go on. */
  stopAccepting: () => Promise<void>
  /** Cuts every request, and closes the connections without one in a way that resets nobody. */
  destroy: () => Promise<void>
}

/** How long a closing listener takes in what waits for it, in ms: under a flood this would not end. */
const MAX_ACCEPTING = 50

/** Connections above the capacity, so that probes are answered when it is reached. */
const PROBES = 16

/** How often a second family may find the port of the first one taken before we give up. Only for port 0. */
const TRIES = 5

/**
 * Listens on both loopback families: `localhost` means ::1 first on many systems, and a client that is refused
 * there does not always try 127.0.0.1.
 *
 * @throws the system's error, with `code` EADDRINUSE, EACCES, …
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOnce(options)
    } catch (error) {
      if (options.port !== 0 || attempt === TRIES) throw error
    }
  }
}

async function listenOnce(options: ListenOptions): Promise<Listener> {
  const limits: Limits = { ...LIMITS, capacity: connectionCapacity(readFileLimit()), ...options.limits }
  const connections = createConnections({ newId: options.newId, limits })
  const servers: Server[] = []
  let { port } = options
  for (const host of options.families ?? LOOPBACK_ADDRESSES) {
    const server = createLoopbackServer(options, { connections, limits })
    try {
      port = await bind(server, { host, port })
      servers.push(server)
    } catch (error) {
      // A machine without IPv6 has no ::1 to listen on; IPv4 alone serves it.
      if (servers.length > 0 && isMissingFamily(error)) continue
      servers.forEach((open) => open.close())
      throw error
    }
  }
  return {
    port,
    async stopAccepting() {
      await acceptWaiting(connections)
      servers.forEach((server) => stopAccepting(server))
    },
    async destroy() {
      servers.forEach((server) => stopAccepting(server))
      await connections.close()
      // Ends Node's own timer for the limits, too.
      servers.forEach((server) => server.close())
    },
  }
}

function createLoopbackServer(
  options: ListenOptions,
  { connections, limits }: { connections: Connections; limits: Limits },
): Server {
  const onRequest = connections.watch(options)
  const server = createServer(
    {
      headersTimeout: limits.headers,
      // It would count the whole upload, also one that never pauses; `connections.idle` counts the silence.
      requestTimeout: 0,
      connectionsCheckingInterval: limits.checkEvery,
      keepAliveTimeout: limits.keepAlive,
      // Browsers send every localhost cookie to every port.
      maxHeaderSize: 64 * 1024,
      noDelay: true,
      // The guard refuses a request without Host, and says so in our own words.
      requireHostHeader: false,
    },
    onRequest,
  )
  // Node would drop what is above this number in silence; the guard refuses it instead.
  server.maxHeadersCount = 0
  server.maxConnections = limits.capacity + PROBES
  server.timeout = idleTick(limits)
  server.on('timeout', connections.idle)
  server.on('connection', connections.add)
  // Node would answer an unknown expectation itself, before the guard and without our envelope.
  server.on('checkExpectation', onRequest)
  // Without a listener for it, an upgrade is a request like others, and waits its turn.
  server.on('connect', (_req, socket) => connections.refuseConnect(socket))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => connections.refuse(socket, error.code))
  return server
}

function bind(server: Server, where: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // `exclusive` keeps a cluster or a second family from sharing the port unseen.
    server.listen({ ...where, exclusive: true, ipv6Only: where.host !== '::' }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : where.port)
    })
  })
}

/**
 * Accepts the connections that the system has made already: those it would reset. Each turn of the event loop takes
 * one (libuv), so this goes on until a turn brings none.
 */
async function acceptWaiting(connections: Connections): Promise<void> {
  const until = performance.now() + MAX_ACCEPTING
  let idle = 0
  while (idle < 3 && performance.now() < until) {
    const seen = connections.accepted()
    await setImmediate()
    idle = connections.accepted() > seen ? 0 : idle + 1
  }
}

/** `http.Server.close` would also cut idle keep-alive connections at once, under a request that is on its way. */
function stopAccepting(server: Server): void {
  TcpServer.prototype.close.call(server)
}
