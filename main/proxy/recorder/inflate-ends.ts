import { AppError } from '../../../shared/errors.ts'
import { createDecoder } from './create-decoder.ts'

/**
 * Decodes a body piece by piece and keeps only its two ends, so that a small body with a huge decoded size costs
 * neither memory nor a long turn of the event loop.
 *
 * @param options.coding the `content-encoding` header
 * @param options.limit decoded bytes after which it stops
 * @param options.endBytes bytes kept of each end
 * @returns the whole body, or both ends if it is longer than them
 * @throws AppError `stream_unreadable`, `body_corrupt` or `body_too_large` (rejects)
 */
export function inflateEnds(
  bytes: Buffer,
  options: { coding: string; limit: number; endBytes: number },
): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const decoder = createDecoder(options.coding, { isPartial: true })
    const ends = createEnds(options.endBytes)
    let length = 0
    decoder.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > options.limit) decoder.destroy(new AppError('body_too_large'))
      else ends.add(chunk)
    })
    decoder.on('end', () => resolve(ends.sections()))
    decoder.on('error', (error) =>
      reject(error instanceof AppError ? error : new AppError('body_corrupt', { cause: error })),
    )
    decoder.end(bytes)
  })
}

interface Ends {
  add: (chunk: Buffer) => void
  sections: () => Buffer[]
}

function createEnds(endBytes: number): Ends {
  const head: Buffer[] = []
  let headBytes = 0
  /** The newest chunks; without the oldest of them they hold less than `endBytes`. */
  const tail: Buffer[] = []
  let tailBytes = 0
  let isWhole = true
  return {
    add(chunk) {
      const missing = endBytes - headBytes
      if (missing > 0) {
        head.push(chunk.subarray(0, missing))
        headBytes += Math.min(chunk.length, missing)
      }
      const rest = chunk.subarray(Math.max(0, missing))
      if (rest.length === 0) return
      tail.push(rest)
      tailBytes += rest.length
      for (let first = tail[0]; first && tailBytes - first.length >= endBytes; first = tail[0]) {
        tail.shift()
        tailBytes -= first.length
        isWhole = false
      }
    },
    sections() {
      if (isWhole) return [Buffer.concat([...head, ...tail])]
      return [Buffer.concat(head), Buffer.concat(tail)]
    },
  }
}
