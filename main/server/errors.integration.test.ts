import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { rawExchange } from '../../e2e/raw-exchange.ts'
import { ERRORS, type ErrorCode, errorSentence } from '../../shared/errors.ts'
import { inEnglish } from '../../shared/language/say.ts'
import { errorReply, replyError } from './errors.ts'

const CODES = Object.keys(ERRORS).filter((code): code is ErrorCode => Object.hasOwn(ERRORS, code))

describe('errorReply', () => {
  it.each(CODES)('%s: says status, retry and that it is ours', (code) => {
    const { status, headers } = errorReply(code, { url: '/v1/messages', id: 'f00d' })
    expect(status).toBe(ERRORS[code].status)
    expect(headers).toMatchObject({
      'x-proxy-error': code,
      'x-should-retry': String(ERRORS[code].retry),
      'x-content-type-options': 'nosniff',
    })
  })

  it("speaks Anthropic's envelope below /v1/, with the request's id", () => {
    const { body } = errorReply('draining', { url: '/v1/messages?beta=true', id: 'f00d' })
    expect(JSON.parse(body)).toEqual({
      type: 'error',
      error: { type: 'api_error', message: inEnglish(errorSentence('draining')) },
      request_id: 'f00d',
    })
  })

  it.each(['/', '/api/drain', '/v1', '/v1x/messages', ''])('is flat at "%s"', (url) => {
    expect(JSON.parse(errorReply('not_found', { url, id: 'f00d' }).body)).toEqual({
      error: 'Not found',
      code: 'not_found',
    })
  })

  it('is flat for who took us for OpenAI', () => {
    const { body } = errorReply('use_messages', { url: '/v1/chat/completions', id: 'f00d' })
    expect(JSON.parse(body)).toEqual({
      error: inEnglish(errorSentence('use_messages')),
      code: 'use_messages',
    })
  })

  it('says when to come back only where waiting helps', () => {
    const waits = CODES.filter((code) => 'retry-after' in errorReply(code, { url: '/', id: '' }).headers)
    expect(waits).toEqual(['draining'])
  })
})

describe('replyError', () => {
  const server = createServer((_req, res) => {
    replyError(res, 'draining', 'f00d')
    // A second failure of the same request has no effect.
    replyError(res, 'internal', 'f00d')
  })
  afterEach(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })

  async function exchange(bytes: string) {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no TCP address')
    return rawExchange(bytes, { port: address.port })
  }

  it('reaches a client that is still sending, and closes without a reset once it has sent all', async () => {
    const body = 'x'.repeat(5_000_000)
    const response = await exchange(
      `POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n${body}`,
    )
    expect(response).toMatchObject({ status: 503, end: 'fin' })
    expect(response.headers.get('connection')).toBe('close')
    expect(response.body).toContain('api_error')
  })

  it('does not wait for a client that stops sending for ever', async () => {
    const response = await exchange(
      'POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\nx',
    )
    expect(response).toMatchObject({ status: 503, end: 'fin' })
    expect(response.firstByteMs).toBeLessThan(500)
    expect(response.ms).toBeLessThan(4_000)
  })

  it('has no body for HEAD', async () => {
    const response = await exchange('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(response).toMatchObject({ status: 503, body: '' })
  })
})
