import { brotliDecompress, type CompressCallback, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { AppError } from '../../shared/errors.ts'

/** Only one coding is allowed: each additional one multiplies the possible expansion of a small body. */
const DECODERS: Record<string, Decoder> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflate,
  br: brotliDecompress,
  zstd: zstdDecompress,
}

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }, done: CompressCallback) => void

/**
 * Decodes a copy of a body, for routing and the log only: the forwarded bytes are unchanged. 1,547 bytes of zstd can
 * expand to 50 MB, so decoding stops at `limit`.
 *
 * @param coding the `content-encoding` header
 * @param limit in bytes
 * @throws AppError `unsupported_encoding`, `body_corrupt` or `body_too_large`
 */
export function inflateBody(bytes: Buffer, options: { coding: string; limit: number }): Promise<Buffer> {
  const coding = options.coding.trim().toLowerCase()
  if (coding === '' || coding === 'identity') return Promise.resolve(bytes)
  const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined
  if (decoder === undefined) return Promise.reject(new AppError('unsupported_encoding'))
  return new Promise((resolve, reject) => {
    decoder(bytes, { maxOutputLength: options.limit }, (error, result) => {
      if (error === null) resolve(result)
      else reject(new AppError(isTooLong(error) ? 'body_too_large' : 'body_corrupt', { cause: error }))
    })
  })
}

function isTooLong(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}
