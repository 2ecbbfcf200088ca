import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'

/** How long a connection that was said goodbye to is still read from, in ms. */
const GOODBYE = 100

/** How long a refused upgrade may keep its connection, in ms. */
const REFUSED_UPGRADE = 1_000

export interface Connections {
  add: (socket: Socket) => void
  /** How many there were since the start. */
  accepted: () => number
  /** True while an answer is being written on this connection. */
  isAnswering: (socket: Duplex) => boolean
  /** Wraps the listener of requests: notes who is busy, and drops what arrives after the goodbye. */
  watch: (onRequest: RequestListener) => RequestListener
  /** Cuts what is busy, says goodbye to the rest. Resolves when every connection is closed. */
  close: () => Promise<void>
}

/**
 * The open connections of a listener. A socket that is closed while the next request is on its way answers it with
 * a reset. So an idle one is only half closed: the client reads an orderly end, and what it had sent is thrown away.
 */
export function createConnections(): Connections {
  const open = new Set<Socket>()
  /** The last response of each connection. Node writes pipelined ones in order, so it is the last to finish. */
  const latest = new WeakMap<Duplex, ServerResponse>()
  let accepted = 0
  let goodbye = false

  return {
    accepted: () => accepted,
    add(socket) {
      accepted++
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    },
    isAnswering(socket) {
      const res = latest.get(socket)
      return res !== undefined && res.headersSent && !res.writableFinished
    },
    watch: (onRequest) => (req: IncomingMessage, res: ServerResponse) => {
      if (goodbye) {
        req.resume()
        return
      }
      latest.set(req.socket, res)
      onRequest(req, res)
    },
    close: () =>
      new Promise((resolve) => {
        goodbye = true
        for (const socket of open) {
          if (latest.get(socket)?.writableFinished === false) socket.destroy()
          else socket.end()
        }
        void endOf(open, GOODBYE).then(resolve)
      }),
  }
}

/** Closes a socket that an upgrade request took from Node's server, with its time limits: a client may not keep it. */
export function releaseUpgrade(socket: Duplex): void {
  const timer = setTimeout(() => socket.destroy(), REFUSED_UPGRADE)
  socket.once('close', () => clearTimeout(timer))
  // Unread, the client's own end would never be seen.
  socket.resume()
}

async function endOf(sockets: ReadonlySet<Socket>, ms: number): Promise<void> {
  const limit = setTimeout(() => sockets.forEach((socket) => socket.destroy()), ms)
  await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  clearTimeout(limit)
}
