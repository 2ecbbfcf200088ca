import type { Socket } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { createPendingWrites } from './pending-writes.ts'

/** All that the relay asks of an HTTP client, so that a faster one can take undici's place. */
export interface UpstreamClient {
  dispatch: (options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) => void
  /** True for an incoming connection whose other end is one of our own upstream connections. */
  isOwnConnection: (incoming: Ends) => boolean
  /** True while a connection may still read from this request body. */
  isWriting: (body: Buffer) => boolean
  /** Drops every connection; the next request opens a new one. For a stop, a changed network, a wake from sleep. */
  reset: () => Promise<void>
}

/** Both ends of a TCP connection, as `net.Socket` names them. */
export interface Ends {
  localAddress?: string | undefined
  localPort?: number | undefined
  remoteAddress?: string | undefined
  remotePort?: number | undefined
}

/**
 * undici with every default that would cut or change a stream switched off: its 300 s header and body timeouts
 * sit exactly on Claude Code's own patience, HTTP/2 has other failure classes, and redirects stay the client's
 * matter.
 *
 * @param connectTimeoutMs for TCP and TLS together
 */
export function createUpstreamClient({ connectTimeoutMs }: { connectTimeoutMs: number }): UpstreamClient {
  /**
   * Open upstream connections, as the far side names their ends: a request on one of them is our own, in a loop.
   * The port alone would not do: systems use one local port towards several addresses at once.
   */
  const mirrored = new Set<string>()
  const writes = createPendingWrites()
  const connect = buildConnector({
    timeout: connectTimeoutMs,
    allowH2: false,
    // Claude Code users with a broken IPv6 route wait this long for IPv4, not for a TCP timeout.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: 250,
  })
  const newAgent = () =>
    new Agent({
      connect(options, callback) {
        connect(options, (error, socket) => {
          if (error !== null) return callback(error, null)
          remember(socket, mirrored)
          writes.watch(socket)
          renameSystemErrors(socket)
          callback(null, socket)
        })
      },
      connections: null,
      pipelining: 1,
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 64 * 1024,
      // A server's own Keep-Alive hint wins, less two seconds for its clock.
      keepAliveTimeout: 20_000,
      keepAliveMaxTimeout: 600_000,
    })

  let agent = newAgent()

  return {
    dispatch: (options, handler) => void agent.dispatch(options, handler),
    isOwnConnection: (incoming) => mirrored.has(asSeenHere(incoming)),
    isWriting: writes.has,
    reset() {
      const old = agent
      agent = newAgent()
      return old.destroy()
    },
  }
}

function remember(socket: Socket, mirrored: Set<string>): void {
  const key = asSeenThere(socket)
  mirrored.add(key)
  socket.once('close', () => mirrored.delete(key))
}

function asSeenHere({ localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`
}

function asSeenThere({ localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`
}

/**
 * undici judges a broken connection by its error's code, twice to our harm (8.12): an ECONNRESET ends an
 * answer without length as well as a FIN does, so half an answer would pass for a whole one (`onHttpSocketError` in
 * client-h1.js); and on an idle connection any system error fails the request that was about to be written to it,
 * though a new connection would serve it (`onError` in client.js). Its own code for a lost socket does neither.
 * This listener comes first, because undici adds its own after connecting; `errno` still tells what it was.
 */
function renameSystemErrors(socket: Socket): void {
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.errno !== undefined) error.code = 'UND_ERR_SOCKET'
  })
}
