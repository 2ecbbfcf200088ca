import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from '../../e2e/fake-upstream/start-fake-upstream.ts'
import type { Cut, Reply, SseStyle } from '../../e2e/fake-upstream/reply.ts'
import { textReply } from '../../e2e/fake-upstream/text-reply.ts'
import { toolReply } from '../../e2e/fake-upstream/tool-reply.ts'
import { findIllegal, readEvents } from '../../e2e/legal-sequence.ts'
import { ask, askForEvents, MODELS, type RigCall } from '../../e2e/provider-rig/provider-rig.ts'
import { encodeEvent } from './encode-event.ts'
import type { MessageEvent } from './messages-api.ts'
import type { TranslatedType } from './resolve-provider.ts'
import { translateStream } from './testing/translate-stream.ts'

const TYPES = Object.keys(MODELS) as TranslatedType[]
const body = { max_tokens: 100, stream: true, messages: [{ role: 'user', content: 'hi' }] }

let upstream: FakeUpstream
const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)

beforeEach(async () => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
  upstream = await startFakeUpstream()
})
afterEach(async () => {
  await upstream.close()
  // Unhandled rejections are reported at the end of the turn.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  if (unhandled.length > 0) throw new AggregateError(unhandled, 'rejections that nobody took')
})

/** A text of three words whose stream stops after the first. */
function firstWord(type: TranslatedType, how: Cut['how']): Reply {
  const isResponse = type === 'openai-responses' || type === 'xai'
  const before = type === 'gemini' ? 0 : isResponse ? 3 : 1
  return textReply(['one ', 'two ', 'three '], { cut: { afterWrites: before + 1, how } })
}

function textOf(events: readonly MessageEvent[]): string {
  return events
    .flatMap((event) =>
      event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? [event.delta.text] : [],
    )
    .join('')
}

async function open(call: RigCall) {
  const response = await ask(upstream, call)
  if (response.kind !== 'stream') throw new Error('no stream')
  return response.events
}

async function until(events: AsyncIterableIterator<MessageEvent, void, void>, type: MessageEvent['type']) {
  for (;;) {
    const { done, value } = await events.next()
    if (done === true) throw new Error(`ended before ${type}`)
    if (value.type === type) return value
  }
}

describe.each(TYPES)('%s', (type) => {
  it('streams a text as it comes', async () => {
    upstream.reply([firstWord(type, 'silence')])
    const controller = new AbortController()
    const events = await open({ type, body, signal: controller.signal })
    const delta = await until(events, 'content_block_delta')
    expect(delta).toMatchObject({ index: 0, delta: { type: 'text_delta', text: 'one ' } })
    controller.abort()
  })

  it.each<Cut['how']>(['end', 'fin', 'reset'])(
    'ends with one error when the answer breaks off by %s',
    async (how) => {
      upstream.reply([firstWord(type, how)])
      const events = await askForEvents(upstream, { type, body })
      expect(findIllegal(events)).toEqual([])
      expect(textOf(events)).toBe('one ')
      expect(events.at(-1)).toMatchObject({ type: 'error', error: { type: 'api_error' } })
      expect(events.filter((event) => event.type === 'error')).toHaveLength(1)
    },
  )

  it('closes the provider’s connection when the client leaves', async () => {
    upstream.reply([firstWord(type, 'silence')])
    const events = await open({ type, body })
    await until(events, 'content_block_delta')
    expect(upstream.requests[0]?.clientClosedAt).toBeUndefined()
    await events.return?.()
    await upstream.until(([request]) => request?.clientClosedAt !== undefined)
  })

  it('ends when its signal does, before the answer and within it', async () => {
    upstream.reply([{ kind: 'raw', steps: [{ step: 'silence' }] }])
    const early = new AbortController()
    const asked = ask(upstream, { type, body, signal: early.signal })
    await upstream.until((requests) => requests.length === 1)
    early.abort(new Error('the client left'))
    await expect(asked).rejects.toThrow('the client left')

    upstream.reply([firstWord(type, 'silence')])
    const late = new AbortController()
    const events = await open({ type, body, signal: late.signal })
    await until(events, 'content_block_delta')
    late.abort()
    await upstream.until((requests) => requests.every(({ clientClosedAt }) => clientClosedAt !== undefined))
  })
})

it('reads what other servers make of the format', async () => {
  const styles: SseStyle[] = [{ lineEnd: 'crlf' }, { lineEnd: 'cr' }, { space: false }, { comments: true }]
  for (const type of TYPES) {
    for (const sse of styles) {
      for (const writes of ['whole', 'byte'] as const) {
        upstream.reply([
          textReply(['naïve 日本', '語 👩‍👩‍👧'], { sse, writes, coding: writes === 'whole' ? 'gzip' : 'br' }),
        ])
        expect(textOf(await askForEvents(upstream, { type, body }))).toBe('naïve 日本語 👩‍👩‍👧')
      }
    }
  }
})

it('ends with [DONE], even when the server leaves its connection open', async () => {
  upstream.reply([textReply(['all of it'], { cut: { afterWrites: Infinity, how: 'silence' } })])
  for (const type of [
    'openai',
    'openai-compatible',
    'deepseek',
    'groq',
    'openrouter',
    'mistral',
    'ollama',
  ] as const) {
    const events = await askForEvents(upstream, { type, body })
    expect(textOf(events)).toBe('all of it')
    expect(events.at(-1)).toEqual({ type: 'message_stop' })
  }
  await upstream.until((requests) => requests.every(({ clientClosedAt }) => clientClosedAt !== undefined))
})

it.each(TYPES)(
  '%s leaves no rejection behind where nonsense comes on a connection that breaks',
  async (type) => {
    const events = [
      { choices: [{ index: 0, delta: { content: 'one ' } }] },
      // Without an id: the library throws, and the stream it then cancels has broken at the same moment.
      { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{' } }] } }] },
      { choices: [{ index: 0, delta: { content: 'two ' } }] },
    ]
    const bytes = Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''))
    for (let at = 1; at < bytes.length; at++) {
      const chunks = [bytes.subarray(0, at), bytes.subarray(at)]
      const broken = await translateStream({ type, chunks, breaksWith: new TypeError('terminated') })
      expect(broken.error?.status ?? broken.events.at(-1)?.type).toSatisfy((end) =>
        [502, 'error'].includes(end),
      )
    }
  },
)

describe('in a silence', () => {
  it('begins the message with the provider’s consent, and pings', async () => {
    const silent: Reply = { ...textReply([]), cut: { afterWrites: 0, how: 'silence' } }
    upstream.reply([silent])
    const events = await open({ type: 'openai', body, deps: { pingMs: 20 } })
    const seen = []
    for (let i = 0; i < 5; i++) seen.push((await events.next()).value)
    expect(seen).toMatchObject([
      { type: 'message_start' },
      { type: 'ping' },
      { type: 'ping' },
      { type: 'ping' },
      { type: 'ping' },
    ])
    await events.return?.()
  })

  it('does not begin before the provider has consented', async () => {
    upstream.reply([{ ...textReply(['late']), headersAfterMs: 150 }])
    const startedAt = performance.now()
    const events = await open({ type: 'openai', body, deps: { pingMs: 10 } })
    expect(performance.now() - startedAt).toBeGreaterThan(140)
    await events.return?.()
  })

  it('pings within a text, and goes on', async () => {
    upstream.reply([textReply(['one ', 'two'], { gapMs: 60 })])
    const events = await askForEvents(upstream, { type: 'gemini', body, deps: { pingMs: 15 } })
    expect(findIllegal(events)).toEqual([])
    expect(textOf(events)).toBe('one two')
    expect(events.filter(({ type }) => type === 'ping').length).toBeGreaterThan(2)
  })

  it('gives up after the time that it was told, with one error', async () => {
    upstream.reply([textReply(['one ', 'two'], { cut: { afterWrites: 3, how: 'silence' } })])
    const events = await askForEvents(upstream, {
      type: 'openai',
      body,
      deps: { idleTimeoutMs: 80, pingMs: 20 },
    })
    expect(findIllegal(events)).toEqual([])
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { type: 'timeout_error' } })
  })
})

describe('a call', () => {
  const input = { command: 'echo a call of many pieces, one after the other' }

  it('is written when it is whole', async () => {
    upstream.reply([toolReply('Bash', input)])
    const events = await askForEvents(upstream, { type: 'openai', body })
    const deltas = events.filter((event) => event.type === 'content_block_delta')
    expect(deltas).toMatchObject([
      { delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) } },
    ])
  })

  it('is written as it comes once it takes long, so that the client does not give up', async () => {
    upstream.reply([{ ...toolReply('Bash', input), gapMs: 15 }])
    const events = await askForEvents(upstream, { type: 'openai', body, deps: { pingMs: 20, releaseMs: 40 } })
    expect(findIllegal(events)).toEqual([])
    const deltas = events.flatMap((event) => {
      return event.type === 'content_block_delta' && event.delta.type === 'input_json_delta'
        ? [event.delta.partial_json]
        : []
    })
    expect(deltas.length).toBeGreaterThan(1)
    expect(JSON.parse(deltas.join(''))).toEqual(input)
  })

  it('that breaks off is not run', async () => {
    upstream.reply([{ ...toolReply('Bash', input), cut: { afterWrites: 5, how: 'end' } }])
    for (const type of [
      'openai',
      'openai-compatible',
      'groq',
      'openrouter',
      'deepseek',
      'mistral',
    ] as const) {
      const failed = askForEvents(upstream, { type, body })
      await expect(failed).rejects.toMatchObject({ status: 502, type: 'api_error' })
    }
  })
})

it('writes events as every client reads them', async () => {
  upstream.reply([textReply(['line\nbreak \u2028 and "quotes"'])])
  const events = await askForEvents(upstream, { type: 'gemini', body })
  expect(readEvents(events.map(encodeEvent).join(''))).toEqual(events)
})
