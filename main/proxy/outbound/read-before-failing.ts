// oxlint-disable no-underscore-dangle -- `_write` and `_writev` are where a stream's own write ends
import type { Socket } from 'node:net'

type Done = (error?: Error | null) => void

/** A connection that cannot be written to fails after receiving nothing for this long, in ms. */
const QUIET_MS = 500

/**
 * Reads everything a connection has received before a failed write ends it.
 *
 * An upstream that refuses a request early (413, 401, 429) closes while the rest of its body is unread, so the kernel
 * sends a reset after the response. Node destroys a socket when a write fails, with the response unread in the kernel's
 * buffer. Here the write fails only after the readable side has ended, or has been silent for half a second. That end
 * is a reset: it is reported as the write's error, never as a FIN, so that a response without a length cannot pass for
 * a complete one. Likewise a failed read waits until a paused reader has consumed the data received before it.
 *
 * Call it before attaching any other listener to the socket.
 */
export function readBeforeFailing(socket: Socket): void {
  /** Reports the write's error; set while it is held back. */
  let fail: (() => void) | undefined

  const hold = (done: Done): Done => {
    return (error) => {
      if (!isBroken(error) || socket.destroyed || socket.readableEnded) return done(error)
      const timer = setInterval(() => {
        // A paused reader does not mean silence: its client is slow.
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

/** A failed read of Node's socket; errors from undici and from us end it immediately. */
function isFailedRead(error: NodeJS.ErrnoException | undefined): boolean {
  return error?.syscall === 'read'
}

/** Calls back once the reader has consumed the rest of the socket's buffer. */
function whenRead(socket: Socket, done: () => void): void {
  if (socket.readableLength === 0) return done()
  socket.on('data', () => {
    // The reader handles a chunk after this event; data returned with `unshift` counts as unread.
    process.nextTick(() => {
      if (socket.readableLength === 0) done()
    })
  })
}
