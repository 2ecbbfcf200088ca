import { gzipSync, zstdCompressSync } from 'node:zlib'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { createRecorder, createScriptedSender } from '../testing/scripted-sender.ts'
import { fallBack, shouldFallBack } from './fall-back.ts'

/*
 * A response can fail after its 200. Each case is played to a route with a fallback: in every coding, cut into pieces
 * at every byte, with each line end that server-sent events may have.
 */

const START = { type: 'message_start', message: { id: 'msg_1', content: [], usage: { input_tokens: 3 } } }
const PING = { type: 'ping' }
const BLOCK = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }
const DELTA = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } }
const STOP = { type: 'message_stop' }
const error = (type: string) => ({ type: 'error', error: { type, message: 'No.' } })
const OVERLOADED = error('overloaded_error')

const SSE = ['content-type', 'text/event-stream; charset=utf-8']
const JSON_TYPE = ['content-type', 'application/json']

function sse(events: readonly object[], lineEnd = '\n'): Buffer {
  const lines = events.flatMap((event) => ['event: x', `data: ${JSON.stringify(event)}`, ''])
  return Buffer.from([...lines, ''].join(lineEnd))
}

const REFUSED: [string, readonly object[]][] = [
  ['first', [OVERLOADED]],
  ['behind message_start', [START, OVERLOADED]],
  ['behind a ping', [START, PING, PING, OVERLOADED]],
  ['without a known type', [START, error('invented')]],
  ['in the shape of another API', [START, { error: { message: 'No.' } }]],
  ['that says the prompt is unknown here', [error('not_found_error')]],
]
const TAKEN: [string, readonly object[]][] = [
  ['a whole message', [START, PING, BLOCK, DELTA, STOP]],
  ['an error behind content', [START, BLOCK, DELTA, OVERLOADED]],
  ['an error behind an opened block', [START, BLOCK, OVERLOADED]],
  ['a message without content', [START, { type: 'message_delta', delta: {}, usage: {} }, STOP]],
  ['results of tools inside message_start', [{ ...START, message: { content: [{}] } }, OVERLOADED]],
  ['an error that the client must see', [START, error('authentication_error')]],
  ['an invalid request', [error('invalid_request_error')]],
]
const CODINGS: [string, readonly string[], (bytes: Buffer) => Buffer][] = [
  ['identity', [], (bytes) => bytes],
  ['gzip', ['content-encoding', 'gzip'], gzipSync],
  ['zstd', ['content-encoding', 'zstd'], zstdCompressSync],
]

function start() {
  const first = createScriptedSender()
  const second = createScriptedSender()
  const client = createRecorder()
  const onRefused = vi.fn<(status: number) => void>()
  const sending = fallBack([first.send, second.send], { shouldMoveOn: shouldFallBack, onRefused })(client)
  return { first, second, client, sending, onRefused }
}

/** Plays a response in pieces of `size` bytes, and waits for the decision. */
async function play(
  { first, second, client }: Pick<ReturnType<typeof start>, 'first' | 'second' | 'client'>,
  { headers, bytes, size = bytes.length }: { headers: readonly string[]; bytes: Buffer; size?: number },
): Promise<void> {
  const upstream = first.receiver()
  upstream.onPhase('body')
  upstream.onStart(200, 'OK', [...headers])
  for (let at = 0; at < bytes.length; at += size) upstream.onData(bytes.subarray(at, at + size))
  upstream.onPhase('done')
  upstream.onEnd()
  await vi.waitUntil(() => second.asked.length > 0 || client.response.ended, { interval: 1 })
}

for (const [coding, header, encode] of CODINGS) {
  it.each(REFUSED)(`asks the next one for an error %s (${coding})`, async (_name, events) => {
    const rig = start()
    await play(rig, { headers: [...SSE, ...header], bytes: encode(sse(events)) })
    expect(rig.client.response).toMatchObject({ headers: [], body: '', ended: false })
    expect(rig.client.response.status).toBeUndefined()
    expect(rig.second.asked).toEqual(['send'])
    expect(rig.onRefused).toHaveBeenCalledOnce()
  })

  it.each(TAKEN)(`passes on %s as it came (${coding})`, async (_name, events) => {
    const rig = start()
    const bytes = encode(sse(events))
    const chunks: Buffer[] = []
    rig.client.onData = (chunk) => chunks.push(chunk) > 0
    await play(rig, { headers: [...SSE, ...header], bytes })
    expect(rig.client.response).toMatchObject({
      status: 200,
      message: 'OK',
      headers: [...SSE, ...header],
      ended: true,
      phases: ['body', 'done'],
    })
    expect(Buffer.concat(chunks)).toEqual(bytes)
    expect(rig.second.asked).toEqual([])
  })
}

it.each(['\n', '\r\n', '\r'])(
  'decides the same wherever a stream is cut, with line ends %j',
  async (lineEnd) => {
    for (const [, events] of [...REFUSED, ...TAKEN]) {
      const bytes = sse(events, lineEnd)
      const isRefused = REFUSED.some(([, each]) => each === events)
      for (const size of [1, 2, 3, 7, 64, bytes.length]) {
        const rig = start()
        await play(rig, { headers: SSE, bytes, size })
        expect(rig.second.asked).toEqual(isRefused ? ['send'] : [])
        expect(rig.client.response.body).toBe(isRefused ? '' : bytes.toString())
      }
    }
  },
)

it('asks the next one for an error in place of a message, and for a stream without anything', async () => {
  for (const [headers, body] of [
    [JSON_TYPE, JSON.stringify(OVERLOADED)],
    [JSON_TYPE, JSON.stringify({ error: { message: 'No.' } })],
    [SSE, ''],
    [SSE, ': only a comment\n\n'],
    [SSE, sse([START, PING]).toString()],
  ] as const) {
    const rig = start()
    await play(rig, { headers, bytes: Buffer.from(body) })
    expect(rig.second.asked).toEqual(['send'])
  }
})

it.each([
  JSON.stringify({ type: 'message', content: [], error: null }),
  JSON.stringify({ type: 'message', content: [{ type: 'text', text: '"error":{}' }] }),
  'no json',
  `{"type":"error","error":{"message":"${'x'.repeat(70_000)}"}}`,
])('passes on a message that is not a stream', async (body) => {
  const rig = start()
  await play(rig, { headers: JSON_TYPE, bytes: Buffer.from(body), size: 20_000 })
  expect(rig.client.response).toMatchObject({ status: 200, body, ended: true })
})

it('passes on the first content at once', () => {
  const rig = start()
  const upstream = rig.first.receiver()
  upstream.onStart(200, 'OK', [...SSE])
  upstream.onData(sse([START]))
  expect(rig.client.response.status).toBeUndefined()
  upstream.onData(sse([BLOCK]))
  expect(rig.client.response.body).toBe(sse([START, BLOCK]).toString())
  rig.client.onData = () => false
  expect(upstream.onData(sse([DELTA]))).toBe(false)
})

it('asks the next one for a connection that broke before the first content, not for one that broke behind it', async () => {
  const before = start()
  before.first.receiver().onStart(200, 'OK', [...SSE])
  before.first.receiver().onData(sse([START, PING]))
  before.first.receiver().onFail(new AppError('upstream_broke'), 'reset')
  await vi.waitFor(() => expect(before.second.asked).toEqual(['send']))

  const behind = start()
  behind.first.receiver().onStart(200, 'OK', [...SSE])
  behind.first.receiver().onData(sse([START, BLOCK]))
  behind.first.receiver().onFail(new AppError('upstream_broke'), 'reset')
  expect(behind.client.response.error?.code).toBe('upstream_broke')
  expect(behind.second.asked).toEqual([])
})

it('gives the client the answer of the last upstream as it came, errors inside included', async () => {
  const rig = start()
  await play(rig, { headers: SSE, bytes: sse([OVERLOADED]) })
  const last = rig.second.receiver()
  last.onStart(200, 'OK', [...SSE])
  expect(rig.client.response.status).toBe(200)
  last.onData(sse([OVERLOADED]))
  last.onEnd()
  expect(rig.client.response).toMatchObject({ body: sse([OVERLOADED]).toString(), ended: true })
})

it('passes on a beginning without content after two minutes, and one that is too long', () => {
  vi.useFakeTimers()
  try {
    const slow = start()
    slow.first.receiver().onStart(200, 'OK', [...SSE])
    slow.first.receiver().onData(sse([START]))
    vi.advanceTimersByTime(119_999)
    expect(slow.client.response.status).toBeUndefined()
    vi.advanceTimersByTime(1)
    expect(slow.client.response).toMatchObject({ status: 200, body: sse([START]).toString() })

    const long = start()
    long.first.receiver().onStart(200, 'OK', [...SSE])
    long.first.receiver().onData(Buffer.alloc(70_000, ':'))
    expect(long.client.response.body).toHaveLength(70_000)
  } finally {
    vi.useRealTimers()
  }
})

it('passes on nothing of a held response once the client has left', async () => {
  const rig = start()
  rig.first.receiver().onStart(200, 'OK', [...SSE])
  rig.first.receiver().onData(sse([START]))
  rig.sending.abort()
  await turn()
  expect(rig.first.asked).toEqual(['send', 'abort'])
  expect(rig.client.response.status).toBeUndefined()
})
