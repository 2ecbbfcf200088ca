import type { Socket } from 'node:net'
import type { FramedResponse } from './frame-response.ts'

export interface Sender {
  send: (socket: Socket, response: FramedResponse) => void
  /** Bytes written to sockets so far, over all connections. */
  sent: () => number
}

interface Stream {
  socket: Socket
  writes: Buffer[]
  /** Index of the next write. */
  next: number
}

/** Writes responses at their pace and pauses while a reader is blocked. */
export function createSender(): Sender {
  let bytes = 0
  /**
   * Full-speed streams with writable sockets. They take turns, one event each, so that a proxy receives single events.
   */
  const ready = new Set<Stream>()

  function writeNext(stream: Stream): boolean {
    const data = stream.writes[stream.next++]
    if (data === undefined) return false
    bytes += data.length
    return stream.socket.write(data)
  }
  function isOver({ socket, next, writes }: Stream): boolean {
    return next >= writes.length || socket.destroyed
  }
  function takeTurns(): void {
    for (const stream of ready) {
      const open = writeNext(stream)
      if (isOver(stream)) ready.delete(stream)
      else if (!open) waitForDrain(stream)
    }
    if (ready.size > 0) setImmediate(takeTurns)
  }
  function waitForDrain(stream: Stream): void {
    ready.delete(stream)
    stream.socket.once('drain', () => start(stream))
  }
  function start(stream: Stream): void {
    ready.add(stream)
    // Otherwise a turn is already scheduled.
    if (ready.size === 1) setImmediate(takeTurns)
  }
  function sendPaced(stream: Stream, everyMs: number): void {
    writeNext(stream)
    const timer = setInterval(() => {
      writeNext(stream)
      if (isOver(stream)) clearInterval(timer)
    }, everyMs)
  }

  return {
    send(socket, { pace, writes }) {
      const stream: Stream = { socket, writes, next: 0 }
      if (pace === 'whole') writeNext(stream)
      else if (pace === 'fast') start(stream)
      else sendPaced(stream, pace)
    },
    sent: () => bytes,
  }
}
