import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { Provider } from '../../providers/resolve-provider.ts'
import { headerValue } from '../headers.ts'
import { createProviderFetch } from './provider-fetch.ts'
import type { Receiver } from './send.ts'
import { sendToProvider } from './send-to-provider.ts'
import { createRecorder } from '../testing/scripted-sender.ts'
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts'
import { closeServer, listenLocally } from '../../base/testing/local-server.ts'

const CHUNKS = [
  '{"id":"c","object":"chat.completion.chunk","model":"x","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}',
  '{"id":"c","object":"chat.completion.chunk","model":"x","choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}',
  '[DONE]',
].map((data) => `data: ${data}\n\n`)

let server: Server
let url: string
let listener: RequestListener
let asked: number
let client: UpstreamClient

beforeEach(async () => {
  asked = 0
  server = createServer((req, res) => {
    asked++
    req.resume().on('end', () => listener(req, res))
  })
  const port = await listenLocally(server)
  url = `http://127.0.0.1:${port}`
  client = createUpstreamClient({ connectTimeoutMs: 1_000 })
})

afterEach(async () => {
  await client.reset()
  await closeServer(server)
})

function ask(options: { stream?: boolean; retries?: number; body?: unknown; receiver?: Receiver } = {}) {
  const recorder = createRecorder()
  const { stream = true, retries = 0, receiver = recorder } = options
  const body = options.body ?? {
    model: 'm',
    max_tokens: 9,
    stream,
    messages: [{ role: 'user', content: 'hi' }],
  }
  const fetch = createProviderFetch({ client, headerTimeoutMs: 0, retries, random: () => 0 })
  const local = { name: 'local', type: 'openai-compatible', baseUrl: url, apiKey: 'canary' } as const
  const provider: Provider = { ...local, isPublicAddress: false, maxTokens: undefined }
  const call = { body, inputTokens: 1, provider, model: 'x', reportedModel: 'm' }
  const sending = sendToProvider(() => call, { fetch, headerTimeoutMs: 5_000, requestId: 'req_1' })(receiver)
  return { sending, whole: recorder.whole, recorder }
}

function streamAll(): void {
  listener = (_req, res) => res.writeHead(200, { 'content-type': 'text/event-stream' }).end(CHUNKS.join(''))
}

describe('a request to another provider', () => {
  it('is answered as a stream of Anthropic’s events', async () => {
    streamAll()
    const response = await ask().whole
    expect(response).toMatchObject({
      status: 200,
      ended: true,
      phases: ['connect', 'send', 'wait', 'body', 'done'],
    })
    expect(headerValue(response.headers, 'content-type')).toBe('text/event-stream; charset=utf-8')
    const names = [...response.body.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)
    expect([names[0], names.at(-1)]).toEqual(['message_start', 'message_stop'])
    expect(response.body).toContain('"text":"Hel"')
  })

  it('is answered as one message where no stream is asked for', async () => {
    listener = (_req, res) => {
      res.setHeader('content-type', 'application/json')
      res.end(
        '{"id":"c","model":"x","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}',
      )
    }
    const response = await ask({ stream: false }).whole
    expect(JSON.parse(response.body)).toMatchObject({
      type: 'message',
      content: [{ type: 'text', text: 'Hello' }],
    })
    expect(headerValue(response.headers, 'content-length')).toBe(String(Buffer.byteLength(response.body)))
  })

  it('waits for a slow client before it goes on', async () => {
    streamAll()
    const recorder = createRecorder()
    let pieces = 0
    const first = Promise.withResolvers<undefined>()
    const receiver: Receiver = {
      ...recorder,
      onData(chunk) {
        pieces++
        first.resolve(undefined)
        recorder.onData(chunk)
        return false
      },
    }
    const { sending } = ask({ receiver })
    await first.promise
    for (let i = 0; i < 50; i++) await new Promise(setImmediate)
    expect(pieces).toBe(1)
    const resume = setInterval(sending.resume, 1)
    expect((await recorder.whole).body).toContain('message_stop')
    clearInterval(resume)
  })

  it('that the provider refuses is refused as Anthropic would', async () => {
    listener = (_req, res) =>
      void res.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"Bad key"}}')
    const response = await ask().whole
    expect(response).toMatchObject({ status: 401, ended: true })
    expect(JSON.parse(response.body)).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error' },
      request_id: 'req_1',
    })
    expect(headerValue(response.headers, 'x-should-retry')).toBe('false')
    expect(response.body).not.toContain('canary')
  })

  it('that cannot be translated is refused and not sent', async () => {
    const response = await ask({ body: { model: 'm' } }).whole
    expect(response.status).toBe(400)
    expect(asked).toBe(0)
  })

  it('that cannot be made fails with the reason', async () => {
    const recorder = createRecorder()
    const deps = { fetch, headerTimeoutMs: 0, requestId: 'req_1' }
    const fail = () => {
      throw new AppError('invalid_json')
    }
    sendToProvider(fail, deps)(recorder)
    expect(await recorder.whole).toMatchObject({ error: { code: 'invalid_json' } })
  })

  it('is sent again while nothing of an answer is there', async () => {
    listener = (_req, res) => {
      if (asked === 1) res.writeHead(503, { 'retry-after-ms': '1' }).end()
      else res.writeHead(200, { 'content-type': 'text/event-stream' }).end(CHUNKS.join(''))
    }
    expect((await ask({ retries: 3 }).whole).status).toBe(200)
    expect(asked).toBe(2)
  })

  it.each(['before', 'in'] as const)(
    'whose client leaves %s its answer closes the provider’s connection',
    async (when) => {
      const reached = Promise.withResolvers<undefined>()
      const closed = Promise.withResolvers<undefined>()
      listener = (req, res) => {
        req.socket.on('close', () => closed.resolve(undefined))
        if (when === 'in') res.writeHead(200, { 'content-type': 'text/event-stream' }).write(CHUNKS[0])
        reached.resolve(undefined)
      }
      const { sending, recorder } = ask()
      await reached.promise
      if (when === 'in') while (recorder.response.status === undefined) await new Promise(setImmediate)
      sending.abort()
      await closed.promise
      const { body } = recorder.response
      for (let i = 0; i < 20; i++) await new Promise(setImmediate)
      expect(recorder.response).toMatchObject({ ended: false, body })
      expect(recorder.response.error).toBeUndefined()
    },
  )
})
