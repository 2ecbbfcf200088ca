import type { Duplex } from 'node:stream'

/** Time for a client to close a connection that we have ended, in ms. */
const LINGER = 1_000

/**
 * Ends a connection so that what was written arrives (a "lingering close"): the rest is flushed, then our FIN; what
 * the client still sends is read and dropped, because closing over unread bytes sends a reset, and a reset discards
 * what the client has not received yet. A client that keeps its side open loses the connection after a second.
 */
export function endSocket(socket: Duplex, lastBytes?: string): void {
  if (socket.destroyed) return
  // From when everything is with the system: a slow reader is given its time by the listener's limits.
  const limit = () => {
    const timer = setTimeout(() => socket.destroy(), LINGER)
    socket.once('close', () => clearTimeout(timer))
  }
  if (socket.writableFinished) limit()
  else socket.once('finish', limit)
  if (!socket.writableEnded) socket.end(lastBytes)
  socket.resume()
}
