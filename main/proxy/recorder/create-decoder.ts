import { PassThrough, type Transform } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib'
import { AppError } from '../../../shared/errors.ts'

const DECODERS: Readonly<Record<string, (isPartial: boolean) => Transform>> = {
  identity: () => new PassThrough(),
  gzip: (isPartial) => createGunzip(isPartial ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
  'x-gzip': (isPartial) => createGunzip(isPartial ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
  deflate: (isPartial) => createInflate(isPartial ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
  br: (isPartial) =>
    createBrotliDecompress(isPartial ? { finishFlush: constants.BROTLI_OPERATION_FLUSH } : {}),
  zstd: (isPartial) => createZstdDecompress(isPartial ? { finishFlush: constants.ZSTD_e_flush } : {}),
}

/**
 * Decodes a response's body while it streams.
 *
 * @param coding the `content-encoding` header; `identity` if absent
 * @param options.isPartial accepts a truncated body and decodes as much as possible
 * @throws AppError `stream_unreadable` for several codings at once, or one that Node cannot decode
 */
export function createDecoder(coding = 'identity', { isPartial = false } = {}): Transform {
  const name = coding.trim().toLowerCase()
  const create = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined
  if (create === undefined) throw new AppError('stream_unreadable')
  return create(isPartial)
}
