import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decode } from './compress.ts'

const EVENTS = Buffer.from(
  Array.from({ length: 20_000 }, (_, i) => `data: {"n":${(i * 7919) % 104_729}}\n\n`).join(''),
)

describe.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('decode of %s', (coding, compress) => {
  const body: Buffer = compress(EVENTS)

  it('gives back a whole body', () => {
    expect(decode(body, coding)?.equals(EVENTS)).toBe(true)
  })

  it.each([1, 20, 200])('gives what had come of a body that was cut %i bytes before its end', (missing) => {
    const decoded = decode(body.subarray(0, body.length - missing), coding)
    expect(decoded?.length).toBeGreaterThan(EVENTS.length / 2)
    expect(EVENTS.subarray(0, decoded?.length).equals(decoded ?? Buffer.alloc(0))).toBe(true)
  })

  it('is undefined for bytes that are not of it', () => {
    expect(decode(Buffer.from('<html>no such coding</html>'), coding)).toBeUndefined()
  })
})
