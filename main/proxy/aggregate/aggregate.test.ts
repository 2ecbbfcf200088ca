import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { headerValue } from '../headers.ts'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'
import { aggregate, type AggregateOptions, type PartialResponse } from './aggregate.ts'
import { CODERS } from '../testing/coders.ts'

const HELLO = [
  'event: message_start\ndata: {"type":"message_start","message":{"id":"m","content":[]}}\n\n',
  'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"é"}}\n\n',
  'event: message_stop\ndata: {"type":"message_stop"}\n\n',
].join('')
const WHOLE = { id: 'm', content: [{ type: 'text', text: 'é' }] }
const SSE = ['Content-Type', 'text/event-stream; charset=utf-8']

function start(options: Partial<AggregateOptions> = {}) {
  const scripted = createScriptedSender()
  const client = createRecorder()
  const demoted = aggregate(scripted.send, {
    onOddity: () => undefined,
    onPartial: () => undefined,
    ...options,
  })
  const sending = demoted(client)
  return { scripted, client, sending, upstream: scripted.receiver() }
}

/** Relays a complete upstream response with these bytes to the client. */
function answerWith(bytes: Buffer | string, headers: string[] = SSE) {
  const { client, upstream } = start()
  upstream.onStart(200, 'OK', headers)
  upstream.onData(Buffer.from(bytes))
  upstream.onEnd()
  return client.whole
}

describe('a stream', () => {
  it('is answered as JSON of its own length, with the upstream’s other headers as they came', async () => {
    const headers = [
      ...SSE,
      'X-B',
      '1',
      'Content-Encoding',
      'gzip',
      'x-b',
      '2',
      'Transfer-Encoding',
      'chunked',
      'request-id',
      'r',
    ]
    const response = await answerWith(gzipSync(HELLO), headers)
    expect(response).toMatchObject({ status: 200, message: 'OK', ended: true })
    expect(JSON.parse(response.body)).toEqual(WHOLE)
    expect(response.headers).toEqual([
      'X-B',
      '1',
      'x-b',
      '2',
      'request-id',
      'r',
      'content-type',
      'application/json',
      'content-length',
      String(Buffer.byteLength(response.body)),
    ])
  })

  it('is answered with message_stop, and what the upstream says after it is let pass by', async () => {
    const { client, upstream, scripted } = start()
    upstream.onStart(200, 'OK', SSE)
    upstream.onData(Buffer.from(HELLO))
    expect((await client.whole).ended).toBe(true)
    expect(upstream.onData(Buffer.from(HELLO))).toBe(true)
    upstream.onEnd()
    upstream.onFail(new AppError('upstream_broke'), 'reset')
    expect(client.response.error).toBeUndefined()
    expect(scripted.asked).toEqual(['send', 'resume'])
  })

  it('with an error event is answered as the API would have answered without a stream', async () => {
    const data =
      '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}'
    const response = await answerWith(
      `${HELLO.split('event: message_stop')[0]}event: error\ndata: ${data}\n\n`,
    )
    expect(response).toMatchObject({ status: 529, body: data, ended: true })
    expect(headerValue(response.headers, 'content-type')).toBe('application/json')
  })

  it('pauses the upstream while its bytes are decoded', () => {
    const { upstream, scripted, client } = start()
    upstream.onStart(200, 'OK', [...SSE, 'content-encoding', 'br'])
    const coded = brotliCompressSync(HELLO + ': x\n'.repeat(10) + randomComment(200_000))
    expect(upstream.onData(coded)).toBe(false)
    return vi.waitFor(() => {
      expect(scripted.asked).toContain('resume')
      expect(client.response.ended).toBe(true)
    })
  })
})

describe('no whole message', () => {
  it.each([
    ['ends before its first event', ''],
    ['ends between events', HELLO.slice(0, HELLO.indexOf('event: message_stop'))],
    ['ends without the blank line after message_stop', HELLO.slice(0, -1)],
  ])('comes of a stream that %s', async (_title, text) => {
    const response = await answerWith(text)
    expect(response).toMatchObject({ error: { code: 'stream_ended_early' }, headers: [], body: '' })
  })

  it.each(['gzip', 'deflate', 'br', 'zstd'] as const)('comes of %s that is cut', async (name) => {
    const coded = CODERS[name](Buffer.from(HELLO.slice(0, HELLO.indexOf('event: message_stop'))))
    const response = await answerWith(coded.subarray(0, -4), [...SSE, 'content-encoding', name])
    expect(response.error?.code).toBe('stream_ended_early')
    expect(response.status).toBeUndefined()
  })

  it.each([
    ['is coded in a way that Node does not know', HELLO, 'snappy'],
    ['is coded twice', gzipSync(gzipSync(HELLO)), 'gzip, gzip'],
    ['is not in its coding', HELLO, 'gzip'],
    ['has an event that is no JSON', 'data: {"type":\n\n', 'identity'],
    ['adds up to nothing', 'data: {"type":"message_stop"}\n\n', 'identity'],
  ])('comes of a stream that %s', async (_title, bytes, coding) => {
    const response = await answerWith(bytes, [...SSE, 'content-encoding', coding])
    expect(response.error?.code).toBe('stream_unreadable')
    expect(response.status).toBeUndefined()
  })

  it('comes of a stream that is too long, however small its coding makes it', async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, ': x\n'))
    const { client, upstream, scripted } = start()
    upstream.onStart(200, 'OK', [...SSE, 'content-encoding', 'gzip'])
    upstream.onData(bomb)
    expect((await client.whole).error?.code).toBe('response_too_large')
    expect(scripted.asked.at(-1)).toBe('abort')
  })

  it('comes of a broken connection; what there was is for the log', async () => {
    const onPartial = vi.fn<(partial: PartialResponse) => void>()
    const { client, upstream } = start({ onPartial })
    upstream.onStart(200, 'OK', SSE)
    upstream.onData(Buffer.from(HELLO.slice(0, HELLO.indexOf('event: message_stop'))))
    await vi.waitFor(() => expect(upstream.onData(Buffer.from(': \n'))).toBe(true))
    // The decoder first emits the data it already has.
    await new Promise(setImmediate)
    upstream.onFail(new AppError('upstream_broke'), 'fin')
    expect((await client.whole).error?.code).toBe('upstream_broke')
    expect(onPartial.mock.calls.map(([{ json }]) => JSON.parse(json))).toEqual([WHOLE])
  })
})

describe('what is no stream', () => {
  it.each([
    [429, 'application/json'],
    [529, 'text/event-stream'],
    [200, 'application/json'],
  ])('passes as it came: %i %s', async (status, type) => {
    const { client, upstream } = start()
    const headers = ['content-type', type, 'content-length', '3', 'content-encoding', 'gzip']
    upstream.onPhase('body')
    upstream.onStart(status, 'Own words', headers)
    upstream.onData(Buffer.from('abc'))
    upstream.onEnd()
    expect(await client.whole).toEqual({
      phases: ['body'],
      status,
      message: 'Own words',
      headers,
      body: 'abc',
      ended: true,
    })
  })

  it('fails as it failed', async () => {
    const { client, upstream } = start()
    upstream.onFail(new AppError('upstream_unreachable'), 'reset')
    expect(await client.whole).toMatchObject({ error: { code: 'upstream_unreachable' }, kind: 'reset' })
  })
})

it('tells the client nothing more once it has left, and closes the upstream', async () => {
  const { client, upstream, sending, scripted } = start()
  upstream.onStart(200, 'OK', SSE)
  sending.abort()
  upstream.onData(Buffer.from(HELLO))
  upstream.onEnd()
  upstream.onFail(new AppError('upstream_broke'), 'reset')
  await new Promise(setImmediate)
  expect(scripted.asked).toEqual(['send', 'abort'])
  expect(client.response).toEqual({ phases: [], headers: [], body: '', ended: false })
})

/** Incompressible comments. */
function randomComment(length: number): string {
  let text = ': '
  while (text.length < length) text += Math.random().toString(36)
  return `${text}\n`
}
