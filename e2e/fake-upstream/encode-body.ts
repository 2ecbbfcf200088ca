import { createBrotliCompress, createDeflate, createGzip, createZstdCompress, constants } from 'node:zlib'
import type { BrotliCompress, Deflate, Gzip, ZstdCompress } from 'node:zlib'
import type { Transport } from './reply.ts'

type Coding = NonNullable<Transport['coding']>

/** `flush` is the flush mode that makes everything written so far decodable. */
const CODERS: Record<
  Coding,
  { create: () => Gzip | Deflate | BrotliCompress | ZstdCompress; flush: number }
> = {
  gzip: { create: () => createGzip(), flush: constants.Z_SYNC_FLUSH },
  deflate: { create: () => createDeflate(), flush: constants.Z_SYNC_FLUSH },
  br: { create: () => createBrotliCompress(), flush: constants.BROTLI_OPERATION_FLUSH },
  zstd: { create: () => createZstdCompress(), flush: constants.ZSTD_e_flush },
}

/**
 * Encodes a body part by part, flushing after each, so that a client can decode every event on arrival. Returns one
 * more part than given: the trailer of the coding.
 */
export async function encodeBody(parts: readonly Buffer[], coding: Coding): Promise<Buffer[]> {
  const { create, flush } = CODERS[coding]
  const coder = create()
  const pending: Buffer[] = []
  coder.on('data', (chunk: Buffer) => pending.push(chunk))
  const coded: Buffer[] = []
  for (const part of parts) {
    coder.write(part)
    await new Promise<void>((resolve) => coder.flush(flush, resolve))
    coded.push(Buffer.concat(pending.splice(0)))
  }
  await new Promise<void>((resolve) => coder.once('end', resolve).end())
  return [...coded, Buffer.concat(pending)]
}
