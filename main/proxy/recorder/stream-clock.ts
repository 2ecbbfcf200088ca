import type { Stall } from '../../../shared/request-timings.ts'

/** A longer time without content is a stall. In ms. */
const MIN_STALL_MS = 5_000
/** Further ones are not kept. */
const MAX_STALLS = 20
/** A chunk that is shorter carries no content: a ping has 41 bytes, the shortest delta more than 100. */
const MIN_CONTENT_BYTES = 64
/** Chunks that are searched for the first content: a compressed stream never shows it. */
const MAX_SEARCHED = 64
const CONTENT = 'content_block_delta'

/** Times of a stream by its chunks: two comparisons for each, and a search until the first content. */
export class StreamClock {
  /** Time of the first content. */
  firstTokenAt: number | undefined
  readonly stalls: Stall[] = []
  /** Time of the last chunk with content; 0 before the first. */
  private lastAt = 0
  private searched = 0

  /** @param at time of the chunk, in ms, as of `startedAt` */
  heard(chunk: Uint8Array, at: number, startedAt: number): void {
    if (chunk.length < MIN_CONTENT_BYTES) return
    if (this.lastAt > 0 && at - this.lastAt > MIN_STALL_MS && this.stalls.length < MAX_STALLS)
      this.stalls.push({ at: toTenths(this.lastAt - startedAt), ms: toTenths(at - this.lastAt) })
    this.lastAt = at
    if (this.firstTokenAt !== undefined || this.searched === MAX_SEARCHED) return
    this.searched++
    if (asBuffer(chunk).includes(CONTENT)) this.firstTokenAt = at
  }
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

/** 12.345 → 12.3 */
export function toTenths(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10)
}
