import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { endSocket } from './end-socket.ts'
import { createPendingResponses } from './pending-responses.ts'
import { createBrokenRequests } from './refuse-broken.ts'

/** Time to keep reading from a half-closed connection, in ms. */
const HALF_CLOSE_MS = 100

export interface ConnectionLimits {
  /** Maximum number of open connections, besides a few for probes. */
  capacity: number
  /** Maximum silence within a request body, in ms. */
  upload: number
  /** Maximum time without progress while a client reads our own response, in ms. Relayed responses have no limit. */
  download: number
}

export interface Listeners {
  onRequest: RequestListener
  /** Handles requests on connections above the capacity. */
  onCrowded: RequestListener
}

export interface Connections {
  add: (socket: Socket) => void
  /** Number of connections accepted since the start. */
  accepted: () => number
  /** Wraps the request listener: tracks busy connections, and drops requests that arrive after the end. */
  watch: (listeners: Listeners) => RequestListener
  /** For `clientError`: ends a connection with an error, after its pending responses. */
  refuse: (socket: Duplex, cause: string | undefined) => void
  /** For `connect`: closes a connection that Node has released, without an error, after its pending responses. */
  refuseConnect: (socket: Duplex) => void
  /** For `timeout`: there was no traffic on this connection for one tick. */
  idle: (socket: Socket) => void
  /** Cuts busy connections and half-closes the others. Resolves when every connection is closed. */
  close: () => Promise<void>
}

/**
 * The open connections of a listener. Closing a socket while the next request is on its way resets that request. So an
 * idle connection is only half-closed: the client reads an orderly end, and bytes it had sent are discarded.
 *
 * A client's FIN counts as a disconnect. It can't be distinguished from a client that only closed its sending side
 * ("half-close", `nc -N`) until a write fails, and a generation without a reader must stop at once. So a response that
 * is incomplete when the FIN arrives is dropped (RFC 9112 §9.6 permits it).
 */
export function createConnections(deps: { newId: () => string; limits: ConnectionLimits }): Connections {
  const { capacity, upload, download } = deps.limits
  const open = new Set<Socket>()
  /** Connections above the capacity. Only probes are answered on them. */
  const surplus = new WeakSet<Duplex>()
  /** Connections that have carried a request. */
  const served = new WeakSet<Duplex>()
  const silentFor = createSilence(idleTick(deps.limits))
  const pending = createPendingResponses(endSocket)
  const broken = createBrokenRequests({ pending, newId: deps.newId })
  let accepted = 0
  let isClosing = false

  /** Makes room by closing an idle connection, preferably one that was never used. */
  function evictOne(): boolean {
    let victim: Socket | undefined
    for (const socket of open) {
      if (pending.has(socket) || socket.writableEnded) continue
      victim ??= socket
      if (served.has(socket)) continue
      socket.destroy()
      return open.delete(socket)
    }
    if (victim === undefined) return false
    endSocket(victim)
    return open.delete(victim)
  }

  return {
    accepted: () => accepted,
    add(socket) {
      accepted++
      // Node ends a connection with this after its last response; its own version may reset bytes still on their way.
      socket.destroySoon = () => endSocket(socket)
      if (open.size >= capacity && !evictOne()) surplus.add(socket)
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    },
    watch:
      ({ onRequest, onCrowded }) =>
      (req: IncomingMessage, res: ServerResponse) => {
        if (isClosing || broken.isRefused(req.socket)) {
          req.resume()
          return
        }
        pending.add(res)
        served.add(req.socket)
        if (surplus.has(req.socket)) onCrowded(req, res)
        else onRequest(req, res)
      },
    refuse: broken.refuse,
    refuseConnect(socket) {
      if (!pending.has(socket)) return void socket.destroy()
      // Node has detached from this socket: it reports neither the client's end nor `drain` to the pending response.
      socket.on('drain', () => pending.of(socket)[0]?.emit('drain'))
      socket.on('error', () => socket.destroy()).on('end', () => socket.destroy())
      socket.resume()
      broken.refuse(socket, undefined)
    },
    idle(socket) {
      const owed = pending.of(socket)
      const [first] = owed
      if (first === undefined) return void socket.destroy()
      const silent = silentFor(socket)
      const isUnread = socket.writableLength > 0 && first.listenerCount('timeout') === 0
      if (isUnread && silent >= download) return void socket.destroy()
      if (owed.at(-1)?.req.complete === false && silent >= upload) {
        return broken.refuse(socket, 'ERR_HTTP_REQUEST_TIMEOUT')
      }
      socket.setTimeout(idleTick(deps.limits))
    },
    close: () =>
      new Promise((resolve) => {
        isClosing = true
        for (const socket of open) {
          if (pending.has(socket)) socket.destroy()
          else socket.end()
        }
        void endOf(open, HALF_CLOSE_MS).then(resolve)
      }),
  }
}

/** Interval between two checks of a silent connection, in ms. */
export function idleTick({ upload, download }: ConnectionLimits): number {
  return Math.min(upload, download)
}

/** Tells the duration of a connection's silence, in ms. Called at each tick of silence: consecutive ones add up. */
function createSilence(tick: number): (socket: Socket) => number {
  /** Start of the current silence of a connection. */
  const silence = new WeakMap<Duplex, { since: number; bytesRead: number }>()

  return (socket) => {
    const now = performance.now()
    const before = silence.get(socket)
    const isSame = before !== undefined && before.bytesRead === socket.bytesRead
    const since = isSame ? before.since : now - tick
    silence.set(socket, { since, bytesRead: socket.bytesRead })
    return now - since
  }
}

async function endOf(sockets: ReadonlySet<Socket>, ms: number): Promise<void> {
  const limit = setTimeout(() => sockets.forEach((socket) => socket.destroy()), ms)
  await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  clearTimeout(limit)
}
