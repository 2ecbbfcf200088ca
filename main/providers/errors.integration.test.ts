import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../e2e/fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from '../../e2e/fake-upstream/start-fake-upstream.ts'
import { textReply } from '../../e2e/fake-upstream/text-reply.ts'
import { ask, MODELS, type RigCall } from '../../e2e/provider-rig/provider-rig.ts'
import { ProviderError, toErrorBody } from './errors.ts'
import type { TranslatedType } from './resolve-provider.ts'
import { listenLocally } from '../base/testing/local-server.ts'

const TYPES = Object.keys(MODELS) as TranslatedType[]
const body = { max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] }

let upstream: FakeUpstream
beforeAll(async () => {
  upstream = await startFakeUpstream()
})
afterAll(() => upstream.close())
beforeEach(() => upstream.reply([]))

async function failure(call: RigCall, url = upstream.url): Promise<ProviderError> {
  try {
    await ask({ url }, call)
  } catch (error) {
    if (error instanceof ProviderError) return error
    throw error
  }
  throw new Error('it did not fail')
}

function http(status: number, response: unknown, headers: Record<string, string> = {}): Reply {
  return {
    kind: 'http',
    status,
    headers,
    body: typeof response === 'string' ? response : JSON.stringify(response),
  }
}

function openAiError(message: string, type = 'invalid_request_error', code: string | null = null): object {
  return { error: { message, type, param: null, code } }
}

describe.each([true, false])('with stream %s', (stream) => {
  it.each([
    [400, 400, 'invalid_request_error', false],
    [401, 401, 'authentication_error', false],
    [402, 402, 'billing_error', false],
    [403, 403, 'permission_error', false],
    [404, 404, 'not_found_error', false],
    [405, 400, 'invalid_request_error', false],
    [408, 504, 'timeout_error', true],
    [409, 409, 'conflict_error', true],
    [413, 413, 'request_too_large', false],
    [422, 400, 'invalid_request_error', false],
    [429, 429, 'rate_limit_error', true],
    [500, 500, 'api_error', true],
    [502, 502, 'api_error', true],
    [503, 503, 'api_error', true],
    [504, 504, 'api_error', true],
    [529, 529, 'overloaded_error', true],
  ])('tells a %i as %i %s', async (given, status, type, retry) => {
    upstream.reply([http(given, openAiError('Something that helps.', 'some_type'))])
    const error = await failure({ type: 'openai', body: { ...body, stream } })
    expect(error).toMatchObject({ status, type, retry, nothingSent: false })
    expect(error.headers['x-should-retry']).toBe(String(retry))
    const isTold = given < 500 && given !== 408
    expect(error.message.includes('Something that helps.')).toBe(isTold || given === 408)
  })

  it('tells every provider’s own words, in whatever shape they come', async () => {
    const shapes = {
      openai: openAiError('the reason'),
      gemini: { error: { code: 400, message: 'the reason', status: 'INVALID_ARGUMENT' } },
      list: [{ error: { code: 400, message: 'the reason', status: 'INVALID_ARGUMENT' } }],
      mistral: { object: 'error', message: 'the reason', type: 'invalid', param: null, code: '1' },
      fastapi: { detail: [{ loc: ['body', 'messages'], msg: 'the reason', type: 'x' }] },
      plain: { error: 'the reason' },
    }
    for (const type of TYPES) {
      for (const shape of Object.values(shapes)) {
        upstream.reply([http(400, shape)])
        const { message, status } = await failure({ type, body: { ...body, stream } })
        expect({ type, shape, status, message }).toMatchObject({
          message: expect.stringContaining('the reason'),
          status: 400,
        })
        expect(message.startsWith(`${type}: `)).toBe(true)
      }
    }
  })

  it('makes no sense of a page of HTML, and passes none of it on', async () => {
    for (const type of TYPES) {
      upstream.reply([http(404, '<html>nginx secret-host</html>')])
      const { message, status } = await failure({ type, body: { ...body, stream } })
      expect({ message, status }).toEqual({
        message: `The provider "${type}" responded with 404.`,
        status: 404,
      })
      upstream.reply([http(200, '<html>welcome</html>', { 'content-type': 'text/html' })])
      const welcome = await failure({ type, body: { ...body, stream } })
      expect(welcome).toMatchObject({ status: 502, type: 'api_error' })
      expect(welcome.message).not.toContain('welcome')
    }
  })

  it('passes on how long to wait', async () => {
    upstream.reply([http(429, openAiError('slow down'), { 'retry-after': '17', 'retry-after-ms': '16500' })])
    const headers = { 'retry-after': '17', 'retry-after-ms': '16500', 'x-should-retry': 'true' }
    expect((await failure({ type: 'openai', body: { ...body, stream } })).headers).toEqual(headers)
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' }]
    upstream.reply([
      http(429, { error: { code: 429, message: 'quota', status: 'RESOURCE_EXHAUSTED', details } }),
    ])
    expect((await failure({ type: 'gemini', body: { ...body, stream } })).headers['retry-after']).toBe('35')
  })

  it('does not send anybody back who has no money', async () => {
    upstream.reply([
      http(429, openAiError('You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota')),
    ])
    const error = await failure({ type: 'openai', body: { ...body, stream } })
    expect(error).toMatchObject({ status: 429, retry: false, headers: { 'x-should-retry': 'false' } })
  })

  it('tells a conversation that is too long in the words that Claude Code acts on', async () => {
    const message =
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000."
    upstream.reply([http(400, openAiError(message, 'invalid_request_error', 'context_length_exceeded'))])
    const error = await failure({ type: 'openai', body: { ...body, stream } })
    expect(error.message).toMatch(/^prompt is too long: openai: This model's maximum/)
    upstream.reply([
      http(400, {
        error: {
          code: 400,
          message: 'The input token count (1200000) exceeds the maximum.',
          status: 'INVALID_ARGUMENT',
        },
      }),
    ])
    expect((await failure({ type: 'gemini', body: { ...body, stream } })).message).toMatch(
      /^prompt is too long: /,
    )
  })

  it('tells an overload as one, whatever status it has', async () => {
    upstream.reply([
      http(503, { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
    ])
    const error = await failure({ type: 'gemini', body: { ...body, stream } })
    expect(error).toMatchObject({ status: 529, type: 'overloaded_error', retry: true })
  })

  it('shows neither keys nor private addresses', async () => {
    const message = `Bad key key-of-openai at ${upstream.url}/v1 and http://10.1.2.3:99/x`
    upstream.reply([http(401, openAiError(message))])
    const error = await failure({ type: 'openai', body: { ...body, stream } })
    expect(error.message).not.toMatch(/key-of-openai|127\.0\.0\.1|10\.1\.2\.3/)
    upstream.reply([http(500, openAiError(message))])
    const hidden = await failure({ type: 'openai', body: { ...body, stream } })
    expect(hidden.message).toBe('The provider "openai" failed (500).')
    expect(String(hidden.cause)).not.toMatch(/key-of-openai|127\.0\.0\.1|10\.1\.2\.3/)
  })

  it('follows no redirect', async () => {
    const elsewhere = await startFakeUpstream({ script: [textReply(['stolen'])] })
    for (const status of [301, 302, 303, 307, 308]) {
      upstream.reply([http(status, '', { location: `${elsewhere.url}/v1/chat/completions` })])
      const error = await failure({ type: 'openai', body: { ...body, stream } })
      expect(error).toMatchObject({ status: 502, type: 'api_error', retry: false })
      expect(error.message).toContain('redirect')
    }
    expect(elsewhere.requests).toEqual([])
    await elsewhere.close()
  })

  it('knows when nothing was sent', async () => {
    const server = createServer()
    const port = await listenLocally(server)
    server.close()
    await once(server, 'close')
    const error = await failure({ type: 'openai', body: { ...body, stream } }, `http://127.0.0.1:${port}`)
    expect(error).toMatchObject({ status: 502, type: 'api_error', nothingSent: true, retry: true })
    expect(error.message).toBe('Signalbox can’t reach the provider "openai".')
    expect(String(error.cause)).toContain('ECONNREFUSED')
  })

  it('knows when something may have been sent', async () => {
    upstream.reply([{ kind: 'raw', steps: [{ step: 'reset' }] }])
    const error = await failure({ type: 'openai', body: { ...body, stream } })
    expect(error).toMatchObject({ status: 502, type: 'api_error', nothingSent: false })
    expect(error.message).toBe('The connection to the provider "openai" was interrupted.')
  })

  it('waits for headers as long as it was told and no longer', async () => {
    upstream.reply([{ kind: 'raw', steps: [{ step: 'silence' }] }])
    const error = await failure({ type: 'gemini', body: { ...body, stream }, deps: { headerTimeoutMs: 50 } })
    expect(error).toMatchObject({ status: 504, type: 'timeout_error', retry: true })
    await upstream.until((requests) => requests.at(-1)?.clientClosedAt !== undefined)
  })

  it('is refused before anything is sent when the request cannot be carried over', async () => {
    const before = upstream.requests.length
    const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' }
    const content = [
      { type: 'text', text: 'read' },
      { type: 'document', source: pdf },
    ]
    const error = await failure({
      type: 'groq',
      body: { ...body, stream, messages: [{ role: 'user', content }] },
    })
    expect(error).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      nothingSent: true,
      retry: false,
    })
    expect(error.message).toMatch(
      /^messages\.0\.content\.1\.source: the provider "groq" \(model .*\) accepts no PDF documents/,
    )
    expect(upstream.requests).toHaveLength(before)
  })
})

describe('an error within a stream', () => {
  const chat = openAiError('too fast', 'tokens', 'rate_limit_exceeded')
  const slow = { code: 'rate_limit_exceeded', message: 'too fast', param: null }
  const google = { error: { code: 429, message: 'too fast', status: 'RESOURCE_EXHAUSTED' } }
  const failed = { id: 'r', status: 'failed', error: slow }
  const gives = { index: 0, delta: { content: '' }, finish_reason: 'error' }
  const chunk = { id: 'gen-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [gives] }
  const ofResponses = [
    chat,
    { type: 'error', sequence_number: 0, error: slow },
    { type: 'error', sequence_number: 0, ...slow },
    { type: 'response.failed', sequence_number: 0, response: failed },
  ]
  const shapes: Record<TranslatedType, object[]> = {
    openai: [chat],
    'openai-responses': ofResponses,
    gemini: [google],
    deepseek: [chat],
    openrouter: [
      { error: { code: 429, message: 'too fast' } },
      { ...chunk, error: { code: 429, message: 'too fast' } },
    ],
    groq: [chat, { error: { message: 'too fast', type: 'tokens', code: 'rate_limit_exceeded' } }],
    mistral: [
      chat,
      { object: 'error', message: 'too fast', type: 'rate_limited', param: null, code: '1300' },
    ],
    xai: ofResponses,
    ollama: [chat],
    'openai-compatible': [chat, { error: { code: 429, message: 'too fast' } }],
  }

  it.each(TYPES)('before the first word has its own status, so that %s can be waited for', async (type) => {
    for (const shape of shapes[type]) {
      // Some providers then end the stream, others leave it open.
      for (const cut of [undefined, { afterWrites: Infinity, how: 'silence' as const }]) {
        const event = 'type' in shape ? String(shape.type) : ''
        const events = [{ event, data: JSON.stringify(shape) }]
        const eventLines = event !== ''
        upstream.reply([{ kind: 'events', events, sse: { eventLines }, ...(cut && { cut }) }])
        const {
          status,
          type: told,
          retry,
          message,
        } = await failure({ type, body: { ...body, stream: true } })
        expect({ shape, status, told, retry, message }).toEqual({
          shape,
          status: 429,
          told: 'rate_limit_error',
          retry: true,
          message: `${type}: too fast`,
        })
      }
    }
  })

  it('that comes as the reason of an empty answer is no answer', async () => {
    for (const type of ['openai', 'deepseek', 'groq', 'mistral', 'ollama'] as const) {
      const events = [
        { event: '', data: JSON.stringify(chunk) },
        { event: '', data: '[DONE]' },
      ]
      upstream.reply([{ kind: 'events', events, sse: { eventLines: false } }])
      const error = await failure({ type, body: { ...body, stream: true } })
      expect(error).toMatchObject({ status: 502, type: 'api_error' })
    }
  })
})

it('writes Anthropic’s envelope', () => {
  const error = new ProviderError('api_error', 'It failed.', { status: 503 })
  expect(JSON.parse(toErrorBody(error, 'req_1'))).toEqual({
    type: 'error',
    error: { type: 'api_error', message: 'It failed.' },
    request_id: 'req_1',
  })
})
