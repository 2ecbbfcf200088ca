import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inflateBody } from './inflate-body.ts'

const MB = 1_000_000
const text = Buffer.from('{"model":"claude-x","messages":"你好"}')

const CODERS = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
}

describe.each(Object.entries(CODERS))('inflateBody of %s', (coding, compress) => {
  it('decodes', async () => {
    expect(await inflateBody(compress(text), { coding: ` ${coding.toUpperCase()} `, limit: MB })).toEqual(
      text,
    )
  })

  it('takes exactly the limit', async () => {
    expect(await inflateBody(compress(text), { coding, limit: text.length })).toEqual(text)
  })

  it('stops at the limit', async () => {
    const inflating = inflateBody(compress(Buffer.alloc(MB)), { coding, limit: MB - 1 })
    await expect(inflating).rejects.toMatchObject({ code: 'body_too_large' })
  })

  it.each([
    ['cut short', compress(text).subarray(0, -4)],
    ['not coded at all', text],
    ['empty', Buffer.alloc(0)],
  ])('refuses a body that is %s', async (_what, bytes) => {
    await expect(inflateBody(bytes, { coding, limit: MB })).rejects.toMatchObject({ code: 'body_corrupt' })
  })
})

describe('inflateBody', () => {
  it('refuses 1.5 kB of zstd that hold 50 MB, without taking the memory for them', async () => {
    const bomb = zstdCompressSync(Buffer.alloc(50 * MB))
    expect(bomb.length).toBeLessThan(2_000)
    const before = process.memoryUsage().rss
    await expect(inflateBody(bomb, { coding: 'zstd', limit: MB })).rejects.toMatchObject({
      code: 'body_too_large',
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * MB)
  })

  it.each(['', 'identity', ' Identity '])('passes %j as it is', async (coding) => {
    expect(await inflateBody(text, { coding, limit: MB })).toBe(text)
  })

  it.each(['compress', 'gzip, gzip', 'gzip,br', 'constructor', '__proto__', 'snappy'])(
    'does not know %j',
    async (coding) => {
      await expect(inflateBody(gzipSync(text), { coding, limit: MB })).rejects.toMatchObject({
        code: 'unsupported_encoding',
      })
    },
  )
})
