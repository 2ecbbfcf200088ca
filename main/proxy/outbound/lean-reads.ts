import type { OnReadOpts, Socket } from 'node:net'
import type { buildConnector } from 'undici'
import { collectYoungGarbage } from '../../base/collect-garbage.ts'

/** Connections beyond this number read leanly. Sixty streams at full speed are more than anybody's agents send. */
const MANY_CONNECTIONS = 64

/** Maximum length of one read, and what a paused connection reads ahead: one TLS record. In bytes. */
const READ_BYTES = 16 * 1024

/** A longer chunk gets memory of its own: as part of Node's 64 kB pool, one stuck client would hold all of it. In bytes. */
const MIN_OWN_BYTES = 4 * 1024

/** Received bytes after which young garbage is collected. V8 alone lets 64 MB of buffers die before it does. */
const COLLECT_EVERY_BYTES = 8 * 1024 * 1024

export interface LeanReads {
  /** Options of a connection that reads leanly. */
  options: { highWaterMark: number; onread: OnReadOpts }
  /** True if the next connection must read leanly. */
  isDue: () => boolean
  /** Counts a connection from now, because its first read is prepared before it is established, until it closes. */
  count: (callback: buildConnector.Callback) => buildConnector.Callback
}

/**
 * Bounds what hundreds of upstream connections hold whose clients don't read: Node allocates 64 kB for each read and
 * reads another 64 kB ahead, so that a paused connection holds 200 kB. Beyond the first connections, all read into one
 * buffer from which each chunk is copied. The first ones are left to Node, which copies nothing.
 */
export function createLeanReads(collect: () => void = collectYoungGarbage): LeanReads {
  const memory = Buffer.allocUnsafeSlow(READ_BYTES)
  /** Bytes received since the last collection. */
  let received = 0
  /** Number of connections that are open or being established. */
  let connections = 0

  return {
    options: {
      highWaterMark: READ_BYTES,
      onread: {
        buffer: memory,
        callback(this: Socket, length: number, buffer: Uint8Array): boolean {
          received += length
          if (received >= COLLECT_EVERY_BYTES) {
            received = 0
            setImmediate(collect)
          }
          return this.push(copyOf(buffer, length))
        },
      },
    },
    isDue: () => connections >= MANY_CONNECTIONS,
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

function copyOf(bytes: Uint8Array, length: number): Buffer {
  const copy = length < MIN_OWN_BYTES ? Buffer.allocUnsafe(length) : Buffer.allocUnsafeSlow(length)
  copy.set(length === bytes.length ? bytes : bytes.subarray(0, length))
  return copy
}
