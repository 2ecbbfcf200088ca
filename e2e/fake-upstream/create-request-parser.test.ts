import { expect, test } from 'vitest'
import { type ParsedRequest, createRequestParser } from './create-request-parser.ts'

const PIPELINED = Buffer.from(
  [
    'POST /v1/messages?beta=true HTTP/1.1\r\nHost: a\r\nX-Twice: 1\r\nx-twice: 2\r\ncontent-length: 9\r\n\r\nnaïve 1\n',
    'GET /v1/models HTTP/1.0\r\nhost:a \r\n\r\n',
    'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab\r\nc\r\n3;x=y\r\ndef\r\n0\r\n\r\n',
    'HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n',
  ].join(''),
)

test('reads pipelined requests alike wherever their bytes are cut', () => {
  const whole = parse([PIPELINED])
  expect(whole).toEqual([
    {
      method: 'POST',
      url: '/v1/messages?beta=true',
      httpVersion: '1.1',
      rawHeaders: ['Host', 'a', 'X-Twice', '1', 'x-twice', '2', 'content-length', '9'],
      body: 'naïve 1\n',
    },
    { method: 'GET', url: '/v1/models', httpVersion: '1.0', rawHeaders: ['host', 'a'], body: '' },
    {
      method: 'POST',
      url: '/',
      httpVersion: '1.1',
      rawHeaders: ['Host', 'a', 'Transfer-Encoding', 'chunked'],
      body: 'ab\r\ncdef',
    },
    {
      method: 'HEAD',
      url: '/',
      httpVersion: '1.1',
      rawHeaders: ['Host', 'a', 'Content-Length', '0'],
      body: '',
    },
  ])
  for (let cut = 1; cut < PIPELINED.length; cut++) {
    expect(parse([PIPELINED.subarray(0, cut), PIPELINED.subarray(cut)])).toEqual(whole)
  }
  expect(parse(Array.from(PIPELINED, (byte) => Buffer.of(byte)))).toEqual(whole)
})

test.each([
  ['POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\n', 'more than one framing header'],
  [
    'POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    'more than one framing header',
  ],
  ['POST / HTTP/1.1\r\ntransfer-encoding: gzip, chunked\r\n\r\n', 'transfer-encoding: gzip, chunked'],
  ['POST / HTTP/1.1\r\ncontent-length: +1\r\n\r\n', 'content-length: +1'],
  ['POST / HTTP/1.1\r\ncontent-length : 1\r\n\r\n', 'not a header line'],
  ['POST / HTTP/1.1\r\na: b\r\n c\r\n\r\n', 'not a header line'],
  ['PRI * HTTP/2.0\r\n\r\n', 'not a request line'],
  ['POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0x1\r\na\r\n', 'not a chunk size'],
  ['POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n', 'does not end in CRLF'],
])('refuses %j: %s', (text, reason) => {
  expect(() => parse([Buffer.from(text)])).toThrow(reason)
})

function parse(pieces: readonly Buffer[]): (Omit<ParsedRequest, 'body'> & { body: string })[] {
  const requests: ParsedRequest[] = []
  const parser = createRequestParser((request) => requests.push(request))
  pieces.forEach((piece) => parser.push(piece))
  return requests.map((request) => ({ ...request, body: request.body.toString() }))
}
