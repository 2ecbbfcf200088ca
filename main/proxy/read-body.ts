import type { IncomingMessage } from 'node:http'
import { AppError } from '../../shared/errors.ts'
import type { Slab, SlabPool } from './slab-pool.ts'

/** The client went away before its request was whole. Nobody is left to answer. */
export class ClientGoneError extends Error {
  constructor() {
    super('The client closed the connection while sending its request.')
    this.name = 'ClientGoneError'
  }
}

export interface Body {
  readonly bytes: Buffer
  /** Gives the memory back. Only when no socket can still be writing it. */
  readonly release: () => void
}

/**
 * Collects a request body.
 *
 * @param limit in bytes
 * @throws AppError `body_too_large` as soon as the announced or received length is above `limit`
 * @throws ClientGoneError when the client closes before the end
 */
export function readBody(req: IncomingMessage, options: { pool: SlabPool; limit: number }): Promise<Body> {
  const { pool, limit } = options
  const announced = Number(req.headers['content-length'] ?? 0)
  if (announced > limit) return Promise.reject(new AppError('body_too_large'))

  return new Promise((resolve, reject) => {
    let slab: Slab = pool.take(announced)
    /** How many bytes of the slab are filled. */
    let length = 0

    function onData(chunk: Buffer): void {
      if (length + chunk.length > limit) return fail(new AppError('body_too_large'))
      if (length + chunk.length > slab.bytes.length) slab = grow(pool, slab, length + chunk.length)
      chunk.copy(slab.bytes, length)
      length += chunk.length
    }
    function onEnd(): void {
      stop()
      resolve({ bytes: slab.bytes.subarray(0, length), release: slab.release })
    }
    function onClose(): void {
      fail(new ClientGoneError())
    }
    function fail(error: Error): void {
      stop()
      slab.release()
      reject(error)
    }
    function stop(): void {
      req.off('data', onData).off('end', onEnd).off('close', onClose)
    }
    // Node reports a broken request as 'error' as well as 'close'; 'close' alone decides.
    req.on('error', () => undefined)
    req.on('data', onData).on('end', onEnd).on('close', onClose)
  })
}

function grow(pool: SlabPool, old: Slab, atLeast: number): Slab {
  const bigger = pool.take(Math.max(atLeast, old.bytes.length * 2))
  old.bytes.copy(bigger.bytes)
  old.release()
  return bigger
}
