import { createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { abortKind } from './abort-kind.ts'
import { createUpstreamClient } from './send/upstream-client.ts'
import { listenLocally } from '../base/testing/local-server.ts'

/** The error with which undici reports a response that ends in the given way. */
async function undiciError(end: (socket: Socket) => void): Promise<unknown> {
  const server = createServer((socket) => socket.once('data', () => end(socket)))
  const port = await listenLocally(server)
  const client = createUpstreamClient({ connectTimeoutMs: 1_000 })
  try {
    return await new Promise((resolve, reject) => {
      client.dispatch(
        { origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET', headers: [], body: null },
        {
          onRequestStart: () => undefined,
          onResponseStart: () => undefined,
          onResponseData: () => undefined,
          onResponseEnd: () => reject(new Error('The answer ended well.')),
          onResponseError: (_controller, error) => resolve(error),
        },
      )
    })
  } finally {
    await client.reset()
    server.close()
  }
}

const CHUNKED = 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'

describe('abortKind of what undici reports', () => {
  it.each([
    ['', 'a whole request without an answer'],
    ['HTTP/1.1 200 OK\r\nContent-Le', 'half a head'],
    [`HTTP/1.1 200 OK\r\n${CHUNKED}`, 'chunks without an end'],
    [
      `HTTP/1.1 200 OK\r\nConnection: close\r\n${CHUNKED}`,
      'chunks without an end, where close was announced',
    ],
    ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello', 'too few bytes'],
    [
      'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhello',
      'too few bytes, where close was announced',
    ],
  ])('is a FIN after %j (%s)', async (wire) => {
    expect(abortKind(await undiciError((socket) => socket.end(wire)))).toBe('fin')
  })

  it.each([
    '',
    'HTTP/1.1 200 OK\r\nContent-Le',
    `HTTP/1.1 200 OK\r\n${CHUNKED}`,
    `HTTP/1.1 200 OK\r\nConnection: close\r\n${CHUNKED}`,
    'HTTP/1.0 200 OK\r\n\r\nhello',
  ])('is a reset after %j and a RST', async (wire) => {
    const error = await undiciError((socket) => socket.write(wire, () => socket.resetAndDestroy()))
    expect(abortKind(error)).toBe('reset')
  })

  it.each([`HTTP/1.1 200 OK\r\n${CHUNKED}zz\r\n`, 'no HTTP\r\n\r\n'])(
    'is a reset for broken bytes: %j',
    async (wire) => {
      expect(abortKind(await undiciError((socket) => socket.write(wire)))).toBe('reset')
    },
  )
})

describe('abortKind', () => {
  it('takes a system error for a reset, even under undici’s code', () => {
    expect(abortKind(Object.assign(new Error('read'), { errno: -104, code: 'UND_ERR_SOCKET' }))).toBe('reset')
  })

  it.each([undefined, 'text', new Error('other')])(
    'takes what it does not know (%s) for a reset',
    (error) => {
      expect(abortKind(error)).toBe('reset')
    },
  )
})
