import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRequest } from './read-request.ts'

const LIMIT = 1_000

function read(body: string | Buffer, ...rawHeaders: string[]) {
  return readRequest({ rawHeaders }, { body: Buffer.from(body), limit: LIMIT })
}

describe('readRequest', () => {
  it('reads the model, wherever it stands', async () => {
    expect(await read('{"model":"claude-x","stream":true}')).toEqual({ model: 'claude-x' })
    expect(await read('{"messages":[{"model":"m"}],"model":"claude-x"}')).toEqual({ model: 'claude-x' })
  })

  it('reads none from inside messages, nor one that is no text', async () => {
    expect(await read('{"messages":[{"model":"m"}]}')).toEqual({ model: undefined })
    expect(await read('{"model":7}')).toEqual({ model: undefined })
  })

  it('leaves what stands behind the model to the upstream', async () => {
    expect(await read('{"model":"claude-x","messages":[')).toEqual({ model: 'claude-x' })
  })

  it('decodes escapes in a model name', async () => {
    expect(await read('{"model":"cl\\u0061ude \\"x\\""}')).toMatchObject({ model: 'claude "x"' })
  })

  it('looks into a compressed body', async () => {
    const facts = await read(gzipSync('{"model":"claude-x"}'), 'Content-Encoding', 'gzip')
    expect(facts).toEqual({ model: 'claude-x' })
  })

  it.each(['', 'null', '[]', '{"messages":[', 'not json', '{"model":nope}', '{"stream":true}{}'])(
    'refuses %j',
    async (body) => {
      await expect(read(body)).rejects.toMatchObject({ code: 'invalid_json' })
    },
  )

  it.each([
    ['gzip', Buffer.from('{"model":"a"}'), 'body_corrupt'],
    ['compress', Buffer.from('{"model":"a"}'), 'unsupported_encoding'],
    ['zstd', zstdCompressSync(Buffer.alloc(LIMIT + 1, ' ')), 'body_too_large'],
    ['gzip', gzipSync('not json'), 'invalid_json'],
  ])('refuses a body in %s that is %s with %s', async (coding, body, code) => {
    await expect(read(body, 'content-encoding', coding)).rejects.toMatchObject({ code })
  })
})
