import type { Duplex } from 'node:stream'

/** Time for a client to close a connection that we have ended, in ms. */
const LINGER = 1_000

/**
 * Ends a connection so that everything written arrives ("lingering close"): flushes, sends our FIN, then reads and
 * drops what the client still sends, because closing over unread bytes sends a reset, and a reset discards data that
 * the client hasn't received yet. A client that keeps its side open is disconnected after a second.
 */
export function endSocket(socket: Duplex, lastBytes?: string): void {
  if (socket.destroyed) return
  // Starts once everything is flushed to the system: slow readers are covered by the listener's limits.
  const limit = () => {
    const timer = setTimeout(() => socket.destroy(), LINGER)
    socket.once('close', () => clearTimeout(timer))
  }
  if (socket.writableFinished) limit()
  else socket.once('finish', limit)
  if (!socket.writableEnded) socket.end(lastBytes)
  socket.resume()
}
