import type { IncomingMessage } from 'node:http'
import { AppError } from '../../shared/errors.ts'
import type { BodyBudget } from './body-budget.ts'
import type { ReadTurns } from './read-turns.ts'
import type { Slab, SlabPool } from './slab-pool.ts'

/** The client disconnected before its request was complete, so there is no one to respond to. */
export class ClientGoneError extends Error {
  constructor() {
    super('The client closed the connection while sending its request.')
    this.name = 'ClientGoneError'
  }
}

/** Event on a request that we end with an error before it is complete; carries the AppError. */
export const REFUSED = Symbol('refused')

export interface Body {
  readonly bytes: Buffer
  /** Returns its part of the budget to other requests, while another budget counts its memory. */
  readonly uncount: () => void
  /** Returns the memory to the pool. Only when no socket can still be sending it. */
  readonly release: () => void
}

export interface BodyOptions {
  pool: SlabPool
  /** Shared with the other requests in flight. */
  budget: BodyBudget
  /** Shared with the other requests in flight, too. */
  turns: ReadTurns
  /** In bytes. */
  limit: number
}

const NO_SLAB: Slab = { bytes: Buffer.alloc(0), release: () => undefined }

/** Initial size if the length is not announced; doubles as needed. In bytes. */
const FIRST_SLAB_BYTES = 16 * 1024

/** Smaller buffers are left to the garbage collector, which is faster. In bytes. */
const MIN_FREED_BYTES = 4 * 1024

/**
 * Collects a request body. If the budget is exhausted it stops reading until there is room, so the client waits.
 *
 * @throws AppError `body_too_large` as soon as the announced or received length exceeds the limit
 * @throws AppError `request_timeout` if the body arrives slowly while other requests wait for memory
 * @throws AppError with which the request was `REFUSED`
 * @throws ClientGoneError when the client closes before the end
 */
// oxlint-disable-next-line max-lines-per-function -- the promise below, which is the whole function
export function readBody(req: IncomingMessage, { pool, budget, turns, limit }: BodyOptions): Promise<Body> {
  const announced = Number(req.headers['content-length'] ?? 0)
  if (announced > limit) return Promise.reject(new AppError('body_too_large'))

  // oxlint-disable-next-line max-lines-per-function -- every handler changes the same few variables, once per chunk
  return new Promise((resolve, reject) => {
    let slab = NO_SLAB
    /** Number of filled bytes in the slab. */
    let length = 0
    let isOver = false
    /** The socket is paused until the body's next turn. */
    let isHeld = false
    /** An error already sent to the client. It is not sent again: by then the response is closed. */
    let refusedWith: AppError | undefined
    const share = budget.open({
      received: () => length,
      refuse: () => fail(new AppError('request_timeout')),
    })

    function onData(chunk: Buffer): void {
      const needed = length + chunk.length
      if (needed > limit) return fail(new AppError('body_too_large'))
      if (needed <= slab.bytes.length) return add(chunk)
      const bigger = Math.max(needed, slab.bytes.length * 2, FIRST_SLAB_BYTES)
      const wait = share.take(bigger - slab.bytes.length)
      if (wait === undefined) {
        grow(bigger)
        return add(chunk)
      }
      req.pause()
      void goOnAfter(wait, { chunk, size: bigger })
    }
    async function goOnAfter(wait: Promise<void>, next: { chunk: Buffer; size: number }): Promise<void> {
      await wait
      if (isOver) return
      grow(next.size)
      add(next.chunk)
      req.resume()
    }
    function add(chunk: Buffer): void {
      const { length: bytes } = chunk
      chunk.copy(slab.bytes, length)
      length += bytes
      freeChunk(chunk)
      if (length === announced || isHeld) return
      const turn = turns.take(bytes)
      if (turn === undefined) return
      isHeld = true
      void holdUntil(turn)
    }
    async function holdUntil(turn: Promise<void>): Promise<void> {
      // Node asks the socket for more in a tick after each chunk, which would end an earlier pause.
      await Promise.resolve()
      req.socket.pause()
      await turn
      isHeld = false
      // After the end, too: the connection's next request is read from the same socket.
      req.socket.resume()
    }
    function grow(size: number): void {
      const old = slab
      slab = pool.take(size)
      old.bytes.copy(slab.bytes)
      old.release()
    }
    async function beginAfter(wait: Promise<void>): Promise<void> {
      await wait
      if (!isOver) begin()
    }
    function begin(): void {
      slab = pool.take(announced)
      req.on('data', onData).on('end', onEnd)
    }
    function onEnd(): void {
      isOver = true
      share.arrived()
      const { bytes, release } = slab
      // The listeners stay, which is cheaper than removing them; the memory must not stay with them.
      slab = NO_SLAB
      resolve({
        bytes: bytes.subarray(0, length),
        uncount: share.release,
        release() {
          share.release()
          release()
        },
      })
    }
    function onRefused(error: AppError): void {
      refusedWith = error
    }
    function onClose(): void {
      if (!isOver) fail(refusedWith ?? new ClientGoneError())
    }
    function fail(error: Error): void {
      isOver = true
      req.off('data', onData).off('end', onEnd).off('close', onClose).off(REFUSED, onRefused)
      share.release()
      slab.release()
      reject(error)
    }
    // Node reports a broken request as 'error' as well as 'close'; 'close' alone decides.
    req.on('error', noop)
    req.on('close', onClose).on(REFUSED, onRefused)
    const wait = share.take(announced)
    if (wait === undefined) return begin()
    // Otherwise Node would read on until its own buffer is full: 128 kB for each waiting request.
    req.socket.pause()
    void beginAfter(wait)
  })
}

/**
 * Each chunk of a body has its own memory, which only a garbage collection would free, and none runs while nothing else
 * is allocated: after 500 concurrent bodies of 1 MB, 110 MB of chunks remained.
 */
function freeChunk({ buffer, length }: Buffer): void {
  if (length >= MIN_FREED_BYTES && buffer.byteLength === length && buffer instanceof ArrayBuffer)
    buffer.transfer(0)
}

function noop(): void {}
