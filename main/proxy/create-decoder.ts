import { PassThrough, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { AppError } from '../../shared/errors.ts'

const DECODERS: Readonly<Record<string, () => Transform>> = {
  identity: () => new PassThrough(),
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: () => createBrotliDecompress(),
  zstd: () => createZstdDecompress(),
}

/**
 * Decodes an answer's body while it comes.
 *
 * @param coding the `content-encoding` header; none is `identity`
 * @throws AppError `stream_unreadable` for a coding that Node has no decoder for, or several at once
 */
export function createDecoder(coding = 'identity'): Transform {
  const name = coding.trim().toLowerCase()
  const create = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined
  if (create === undefined) throw new AppError('stream_unreadable')
  return create()
}
