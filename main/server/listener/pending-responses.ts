import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Time for the rest of a body whose response is already finished, in ms. */
const ANSWERED_UPLOAD = 10_000

/** Pending responses of each connection, oldest first. Node writes them in order. */
export interface PendingResponses {
  add: (res: ServerResponse) => void
  has: (socket: Duplex) => boolean
  of: (socket: Duplex) => readonly ServerResponse[]
}

/** @param end called with a connection whose client keeps sending a body after its response */
export function createPendingResponses(end: (socket: Duplex) => void): PendingResponses {
  const bySocket = new WeakMap<Duplex, Set<ServerResponse>>()

  return {
    add(res) {
      const { socket } = res.req
      const own = bySocket.get(socket) ?? new Set()
      bySocket.set(socket, own.add(res))
      res.on('close', () => {
        own.delete(res)
        if (!res.req.complete && !socket.destroyed) limitRest(res.req, () => end(socket))
      })
    },
    has: (socket) => (bySocket.get(socket)?.size ?? 0) > 0,
    of: (socket) => [...(bySocket.get(socket) ?? [])],
  }
}

/** None of Node's timers covers a body that trickles in after its response. */
function limitRest(req: ServerResponse['req'], end: () => void): void {
  const timer = setTimeout(() => {
    if (!req.complete) end()
  }, ANSWERED_UPLOAD).unref()
  req.socket.once('close', () => clearTimeout(timer))
}
