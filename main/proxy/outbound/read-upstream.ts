import type { OnReadOpts, Socket } from 'node:net'
import type { buildConnector } from 'undici'
import { collectGarbage } from '../../base/collect-garbage.ts'

/** Maximum length of one read, as in Node. In bytes. */
const READ_BYTES = 64 * 1024

/** The same while many connections are open, and the buffer of a paused one: that of a TLS record. In bytes. */
const SHORT_READ_BYTES = 16 * 1024

/** Above this number of connections reads are short: each of them may be paused for hours with a chunk. */
const FEW_CONNECTIONS = 32

/** A longer chunk gets memory of its own: as part of Node's 64 kB pool, one stuck client would hold all of it. In bytes. */
const MIN_OWN_BYTES = 4 * 1024

/** Received bytes after which garbage is collected. V8 alone lets 64 MB of buffers die before it does. */
const COLLECT_EVERY_BYTES = 8 * 1024 * 1024

export interface UpstreamReader {
  /** Options with which a connection reads. */
  options: { highWaterMark: number; onread: OnReadOpts }
  /** Counts a connection from now, because its first read is prepared before it is established, until it closes. */
  count: (callback: buildConnector.Callback) => buildConnector.Callback
}

/**
 * Makes connections to upstreams read into the same memory, from which each chunk is copied. Node would allocate 64 kB
 * for each read and keep another one ahead for each paused connection.
 */
export function createUpstreamReader(collect = () => collectGarbage('minor')): UpstreamReader {
  const long = Buffer.allocUnsafeSlow(READ_BYTES)
  const short = long.subarray(0, SHORT_READ_BYTES)
  /** Bytes received since the last collection. */
  let received = 0
  /** Number of connections that are open or being established. */
  let connections = 0

  function collectAfter(length: number): void {
    if (connections <= FEW_CONNECTIONS) return
    received += length
    if (received < COLLECT_EVERY_BYTES) return
    received = 0
    setImmediate(collect)
  }
  return {
    options: {
      highWaterMark: SHORT_READ_BYTES,
      onread: {
        buffer: () => (connections > FEW_CONNECTIONS ? short : long),
        callback(this: Socket, length: number, buffer: Uint8Array): boolean {
          collectAfter(length)
          return this.push(copyOf(length === buffer.length ? buffer : buffer.subarray(0, length)))
        },
      },
    },
    count(callback) {
      connections++
      return (...result) => {
        const [error, socket] = result
        if (error === null) socket.once('close', () => connections--)
        else connections--
        callback(...result)
      }
    },
  }
}

function copyOf(bytes: Uint8Array): Buffer {
  const { length } = bytes
  const copy = length < MIN_OWN_BYTES ? Buffer.allocUnsafe(length) : Buffer.allocUnsafeSlow(length)
  copy.set(bytes)
  return copy
}
