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

// An ES import of node:http reads all its exports, and one of them loads Node's own undici: 30 ms at each start.
const { createServer } = process.getBuiltinModule('node:http')

export interface ListenOptions extends Listeners {
  /** 0 picks any free port, the same on both families. */
  port: number
  newId: () => string
  /** Called for each accepted connection. */
  onAccepted?: () => void
  limits?: Partial<Limits>
  /** Addresses to listen on; the first one must exist. */
  families?: readonly string[]
}

/** Limits on clients; times in ms. None of them applies to a relayed response. */
export interface Limits extends ConnectionLimits {
  /** From the first byte of a request to the end of its headers. */
  headers: number
  /** Interval between two checks of `headers`. */
  checkEvery: number
  /** Maximum idle time between two requests of one connection. */
  keepAlive: number
}

const LIMITS: Omit<Limits, 'capacity'> = {
  headers: 10_000,
  // Limits silence, not duration: 32 MB over a slow line take minutes.
  upload: 120_000,
  download: 60_000,
  checkEvery: 10_000,
  // Longer than clients keep idle connections, so that the client closes first and never gets a reset.
  keepAlive: 75_000,
}

export interface Listener {
  port: number
  /** Stops accepting connections; open ones continue. */
  stopAccepting: () => Promise<void>
  /** Cuts every request, and closes idle connections without a reset. */
  destroy: () => Promise<void>
}

/** Maximum time a closing listener spends accepting queued connections, in ms: a flood would never end. */
const MAX_ACCEPTING = 50

/** Connections above the capacity, so that probes are still answered when it is reached. */
const PROBES = 16

/**
 * Connections that the system may hold until we accept them, at most the system's own limit. With Node's 511, hundreds
 * at once made it drop the next ones, whose clients tried again after 1, 3 and 7 s: probes as well.
 */
const BACKLOG = 4_096

/** Bytes that a client may leave unread before its upstream is paused. With Node's 64 kB, 500 stuck ones held 60 MB. */
const MAX_UNSENT_BYTES = 32 * 1024

/** Attempts to find a port that is free on both families. Only for port 0. */
const TRIES = 5

/**
 * Listens on both loopback families: `localhost` resolves to ::1 first on many systems, and a client that is refused
 * there doesn't always try 127.0.0.1.
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
      // Without IPv6 there is no ::1; IPv4 alone is enough.
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
      // Also stops Node's own timer for the limits.
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
      // Node's limit covers the whole upload, even a steady one; `connections.idle` limits the silence instead.
      requestTimeout: 0,
      connectionsCheckingInterval: limits.checkEvery,
      keepAliveTimeout: limits.keepAlive,
      // Browsers send every localhost cookie to every port.
      maxHeaderSize: 64 * 1024,
      noDelay: true,
      highWaterMark: MAX_UNSENT_BYTES,
      // The guard refuses a request without Host, with our own error.
      requireHostHeader: false,
    },
    onRequest,
  )
  // Node would silently drop headers above this number; the guard refuses the request instead.
  server.maxHeadersCount = 0
  server.maxConnections = limits.capacity + PROBES
  server.timeout = idleTick(limits)
  server.on('timeout', connections.idle)
  server.on('connection', connections.add)
  if (options.onAccepted !== undefined) server.on('connection', options.onAccepted)
  // Node would answer an unknown expectation itself, before the guard and without our envelope.
  server.on('checkExpectation', onRequest)
  // Without an upgrade listener, an upgrade is a normal request and waits its turn.
  server.on('connect', (_req, socket) => connections.refuseConnect(socket))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => connections.refuse(socket, error.code))
  return server
}

function bind(server: Server, where: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // `exclusive` prevents a cluster or a second family from silently sharing the port.
    server.listen({ ...where, exclusive: true, ipv6Only: where.host !== '::', backlog: BACKLOG }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : where.port)
    })
  })
}

/**
 * Accepts connections that the system has established already and would otherwise reset. Each turn of the event loop
 * accepts one (libuv), so this continues until a turn accepts none.
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

/** `http.Server.close` would also cut idle keep-alive connections at once, even with a request on its way. */
function stopAccepting(server: Server): void {
  TcpServer.prototype.close.call(server)
}
