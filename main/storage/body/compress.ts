import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib'

const RAW = 0
const ZSTD = 1
/** A zstd context costs 50 µs, which does not pay off for less than this. In bytes. */
const WORTH_IT = 768
/** Same as the limit for request bodies. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

/** Prefixes the bytes with one that names their encoding: raw, or zstd-3 where that is smaller. */
export function compress(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= WORTH_IT) {
    const packed = zstdCompressSync(bytes, LEVEL)
    if (packed.length < bytes.length) return Buffer.concat([Buffer.of(ZSTD), packed])
  }
  return Buffer.concat([Buffer.of(RAW), bytes])
}

/** @throws if the bytes are damaged */
export function decompress(stored: Uint8Array): Buffer {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset + 1, stored.byteLength - 1)
  return stored[0] === ZSTD ? zstdDecompressSync(bytes) : bytes
}

/**
 * Decodes one HTTP content coding, for reading only; bodies are stored as received.
 *
 * @returns undefined when the coding is unknown, the bytes are invalid, or the result exceeds the limit
 */
export function decode(bytes: Buffer, coding: string | undefined): Buffer | undefined {
  // For a truncated body, returns everything readable: without these flushes its end would be an error.
  const all = { maxOutputLength: MAX_INFLATED_BYTES }
  const options = { ...all, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    switch (coding?.trim().toLowerCase() ?? '') {
      case '':
      case 'identity':
        return bytes
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, options)
      case 'deflate':
        return inflateSync(bytes, options)
      case 'br':
        return brotliDecompressSync(bytes, { ...all, finishFlush: constants.BROTLI_OPERATION_FLUSH })
      case 'zstd':
        return zstdDecompressSync(bytes, { ...all, finishFlush: constants.ZSTD_e_flush })
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}
