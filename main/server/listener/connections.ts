import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { endSocket } from './end-socket.ts'
import { createPendingResponses } from './pending-responses.ts'
import { createBrokenRequests } from './refuse-broken.ts'

/** How long a connection that was said goodbye to is still read from, in ms. */
const GOODBYE = 100

export interface ConnectionLimits {
  /** Number of connections that may be open, beside a few for probes. */
  capacity: number
  /** Between two bytes of a request's body, in ms. */
  upload: number
  /** Between two bytes that a client takes of a response that is ours, in ms. One that is carried has no limit. */
  download: number
}

export interface Listeners {
  onRequest: RequestListener
  /** For requests on connections above the capacity. */
  onCrowded: RequestListener
}

export interface Connections {
  add: (socket: Socket) => void
  /** How many there were since the start. */
  accepted: () => number
  /** Wraps the listener of requests: notes who is busy, and drops what arrives after the end. */
  watch: (listeners: Listeners) => RequestListener
  /** For `clientError`: ends a connection with an error, after what it still owes. */
  refuse: (socket: Duplex, cause: string | undefined) => void
  /** For `connect`: closes a connection that Node has let go of, without a word, after what it still owes. */
  refuseConnect: (socket: Duplex) => void
  /** For `timeout`: nothing moved on this connection for a while. */
  idle: (socket: Socket) => void
  /** Cuts what is busy, says goodbye to the rest. Resolves when every connection is closed. */
  close: () => Promise<void>
}

/**
 * The open connections of a listener. A socket that is closed while the next request is on its way answers it with
 * a reset. So an idle one is only half closed: the client reads an orderly end, and what it had sent is thrown away.
 *
 * A client's FIN counts as leaving. It cannot be told from a client that only closed its sending side ("half-close",
 * `nc -N`) until a write fails, and a generation that nobody reads has to stop at once: so a response that is not
 * written when the FIN arrives is not sent any more (RFC 9112 §9.6 permits it).
 */
export function createConnections(deps: { newId: () => string; limits: ConnectionLimits }): Connections {
  const { capacity, upload, download } = deps.limits
  const open = new Set<Socket>()
  /** Connections above the capacity; they are served what a probe needs. */
  const surplus = new WeakSet<Duplex>()
  /** Connections that have had a request. */
  const served = new WeakSet<Duplex>()
  /** When a connection fell silent, while it stays so. */
  const silence = new WeakMap<Duplex, { since: number; bytesRead: number }>()
  const pending = createPendingResponses(endSocket)
  const broken = createBrokenRequests({ pending, newId: deps.newId })
  let accepted = 0
  let goodbye = false

  /** Makes room by closing a connection that nothing is asked on, rather one that was never used. */
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

  function silentFor(socket: Socket): number {
    const now = performance.now()
    const before = silence.get(socket)
    // Called when the shorter limit has passed without a byte; a second time, it adds up.
    const isSame = before !== undefined && before.bytesRead === socket.bytesRead
    const since = isSame ? before.since : now - idleTick(deps.limits)
    silence.set(socket, { since, bytesRead: socket.bytesRead })
    return now - since
  }

  return {
    accepted: () => accepted,
    add(socket) {
      accepted++
      // Node ends a connection with this after its last response, and may reset what is still under way.
      socket.destroySoon = () => endSocket(socket)
      if (open.size >= capacity && !evictOne()) surplus.add(socket)
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    },
    watch:
      ({ onRequest, onCrowded }) =>
      (req: IncomingMessage, res: ServerResponse) => {
        if (goodbye || broken.isRefused(req.socket)) {
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
      // Node does not look at it any more: neither at the client's end nor at room for the rest of a response.
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
        goodbye = true
        for (const socket of open) {
          if (pending.has(socket)) socket.destroy()
          else socket.end()
        }
        void endOf(open, GOODBYE).then(resolve)
      }),
  }
}

/** How often a silent connection is looked at, in ms. */
export function idleTick({ upload, download }: ConnectionLimits): number {
  return Math.min(upload, download)
}

async function endOf(sockets: ReadonlySet<Socket>, ms: number): Promise<void> {
  const limit = setTimeout(() => sockets.forEach((socket) => socket.destroy()), ms)
  await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  clearTimeout(limit)
}
