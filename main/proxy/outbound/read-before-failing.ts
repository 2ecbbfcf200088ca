// oxlint-disable no-underscore-dangle -- `_write` and `_writev` are where a stream's own write ends
import type { Socket } from 'node:net'

type Done = (error?: Error | null) => void

/** How long a connection that cannot be written to may bring nothing before it fails, in ms. */
const QUIET_MS = 500

/**
 * Reads what a connection has received before a failed write ends it.
 *
 * An upstream that refuses a request early (413, 401, 429) closes over the unread rest of its body, so the kernel
 * sends a reset behind the response. Node destroys a socket at the failed write, with the response unread in the
 * kernel's buffer. Here the write fails after the readable side has ended, or has been silent for half a second. That
 * end is a reset: it is reported as the write's error, never as a FIN, so that a response without a length cannot
 * pass for a whole one. A failed read likewise waits until a paused reader has taken what came before it.
 *
 * Call it before anything else listens to the socket.
 */
export function readBeforeFailing(socket: Socket): void {
  /** Reports the write's error; set while it is held back. */
  let fail: (() => void) | undefined

  const hold = (done: Done): Done => {
    return (error) => {
      if (!isBroken(error) || socket.destroyed || socket.readableEnded) return done(error)
      const timer = setInterval(() => {
        // A reader that is paused is not silence: its client is slow.
        if (socket.readableLength === 0 && socket.bytesRead === seen) fail?.()
        seen = socket.bytesRead
      }, QUIET_MS)
      let seen = socket.bytesRead
      fail = () => {
        fail = undefined
        clearInterval(timer)
        done(error)
      }
      socket.once('close', () => fail?.())
    }
  }
  const write = socket._write.bind(socket)
  const writev = socket._writev?.bind(socket)
  const push = socket.push.bind(socket)
  const destroy = socket.destroy.bind(socket)
  socket._write = (chunk, encoding, done) => write(chunk, encoding, hold(done))
  if (writev !== undefined) socket._writev = (chunks, done) => writev(chunks, hold(done))
  socket.push = (chunk: unknown, encoding) => {
    if (chunk !== null || fail === undefined) return push(chunk, encoding)
    whenRead(socket, () => fail?.())
    return false
  }
  socket.destroy = (error) => {
    if (!isFailedRead(error) || socket.destroyed || socket.readableLength === 0) return destroy(error)
    whenRead(socket, () => destroy(error))
    return socket
  }
}

function isBroken(error: NodeJS.ErrnoException | null | undefined): boolean {
  return error?.code === 'EPIPE' || error?.code === 'ECONNRESET' || error?.code === 'ECONNABORTED'
}

/** Node's own error of a socket: undici's, and our own, end it at once. */
function isFailedRead(error: NodeJS.ErrnoException | undefined): boolean {
  return error?.syscall === 'read'
}

/** Calls back once the reader has taken what is left in the socket's buffer. */
function whenRead(socket: Socket, done: () => void): void {
  if (socket.readableLength === 0) return done()
  socket.on('data', () => {
    // The reader handles a chunk after this event; what it gives back with `unshift` counts as unread.
    process.nextTick(() => {
      if (socket.readableLength === 0) done()
    })
  })
}
