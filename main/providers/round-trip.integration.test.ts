import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeBlock } from '../../e2e/fake-upstream/fake-message.ts'
import type { Reply } from '../../e2e/fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from '../../e2e/fake-upstream/start-fake-upstream.ts'
import { askForMessage, MODELS } from '../../e2e/provider-rig/provider-rig.ts'
import type { Message } from './messages-api.ts'
import type { TranslatedType } from './resolve-provider.ts'
import { sealSignature } from './signature.ts'
import { createSignatureCache } from './signature-cache.ts'

const TYPES = Object.keys(MODELS) as TranslatedType[]

/** Providers that get earlier reasoning with their signature, and those that get it as text. */
const SIGNED = new Set<TranslatedType>(['openai-responses', 'gemini', 'openrouter', 'xai'])
const PLAIN = new Set<TranslatedType>(['deepseek', 'ollama', 'openai-compatible'])

const PNG = Buffer.from('a picture that the user sent').toString('base64')
const SHOT = Buffer.from('a picture that a tool took').toString('base64')
const ANTHROPIC = 'ErUBCkYIARgCIkDAnthropicsOwn=='
const OTHERS = sealSignature({ provider: 'another', own: { thoughtSignature: 'OTHERS' } })

const TOOLS = [
  {
    name: 'Read',
    description: 'Reads a file',
    input_schema: {
      $schema: 'x',
      type: 'object',
      properties: { path: { type: 'string' } },
      additionalProperties: false,
    },
  },
  {
    name: 'mcp__my.server__take_a_screenshot_of_the_whole_desktop_with_every_window_in_it',
    input_schema: {},
  },
]
const [READ = { name: '' }, SHOOT = { name: '' }] = TOOLS

let upstream: FakeUpstream
beforeAll(async () => {
  upstream = await startFakeUpstream()
})
afterAll(() => upstream.close())

function reply(blocks: readonly FakeBlock[]): Reply {
  const isCall = blocks.some(({ type }) => type === 'tool_use')
  return {
    kind: 'message',
    message: { blocks, stopReason: isCall ? 'tool_use' : 'end_turn', interleaved: true },
  }
}

/** The call in the fake upstream's format, with the tool name that the provider received. */
function call(id: string, name: string, input: object): FakeBlock {
  return { type: 'tool_use', id, name, deltas: JSON.stringify(input).match(/.{1,5}/gs) ?? [] }
}

function thought(text: string, signature: string): FakeBlock {
  return { type: 'thinking', deltas: [text.slice(0, 4), text.slice(4)], signature }
}

function image(data: string): object {
  return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } }
}

interface Conversation {
  messages: object[]
  responses: Message[]
  /** The last request body sent to the provider. */
  sent: string
}

/** Three turns with thinking, parallel calls, a failing tool and images, and a fourth to check what was sent. */
async function converse(type: TranslatedType, stream: boolean): Promise<Conversation> {
  const signatureCache = createSignatureCache(10)
  const messages: object[] = [
    {
      role: 'user',
      content: [{ type: 'text', text: 'an earlier question' }],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'what Claude thought', signature: ANTHROPIC },
        { type: 'redacted_thinking', data: 'REDACTED' },
        { type: 'thinking', thinking: 'what another thought', signature: OTHERS },
        { type: 'text', text: 'an earlier answer' },
      ],
    },
    { role: 'user', content: [{ type: 'text', text: 'look at this' }, image(PNG)] },
  ]
  const responses: Message[] = []
  const turn = async (): Promise<Message> => {
    const body = {
      max_tokens: 2000,
      thinking: { type: 'adaptive' },
      tools: TOOLS,
      system: 'Be brief.',
      messages,
    }
    const response = await askForMessage(upstream, { type, body, stream, deps: { signatureCache } })
    messages.push({ role: 'assistant', content: response.content })
    responses.push(response)
    return response
  }
  const ids = ['idOfCall1', 'idOfCall2', 'idOfCall3']
  const shoot = () => sentToolNames(upstream.requests.at(-1)?.body.toString() ?? '')[1] ?? ''

  upstream.reply((request) => {
    const [, second = ''] = sentToolNames(request.body.toString())
    return reply([
      thought('first thought', 'SIGNATURE-1'),
      call(ids[0] ?? '', 'Read', { path: '/a' }),
      call(ids[1] ?? '', second, {}),
    ])
  })
  const first = await turn()
  const [a, b] = callsOf(first)
  messages.push({
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: a?.id, content: 'no such file', is_error: true },
      { type: 'tool_result', tool_use_id: b?.id, content: [{ type: 'text', text: 'taken' }, image(SHOT)] },
      { type: 'text', text: 'go on' },
    ],
  })
  upstream.reply([
    reply([thought('second thought', 'SIGNATURE-2'), call(ids[2] ?? '', 'Read', { path: '/b' })]),
  ])
  const second = await turn()
  messages.push({
    role: 'user',
    content: [{ type: 'tool_result', tool_use_id: callsOf(second)[0]?.id, content: 'found' }],
  })
  upstream.reply([
    reply([thought('third thought', 'SIGNATURE-3'), { type: 'text', deltas: ['All ', 'done.'] }]),
  ])
  await turn()
  expect(shoot()).not.toBe('')
  messages.push({ role: 'user', content: 'thanks' })
  await turn()
  return { messages, responses, sent: upstream.requests.at(-1)?.body.toString() ?? '' }
}

function callsOf({ content }: Message) {
  return content.filter((block) => block.type === 'tool_use')
}

/** In every format, a tool's name is the first string named `name` in its declaration. */
function sentToolNames(body: string): string[] {
  const tools: unknown = JSON.parse(body === '' ? '{}' : body).tools
  return [...JSON.stringify(tools ?? []).matchAll(/"name":"([^"]+)"/g)].map(([, name = '']) => name)
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}

describe.each(TYPES)('a conversation with %s', (type) => {
  it.each([true, false])('loses nothing over its turns, with stream %s', async (stream) => {
    const { responses, sent } = await converse(type, stream)

    expect(responses.slice(0, 3).map((response) => response.stop_reason)).toEqual([
      'tool_use',
      'tool_use',
      'end_turn',
    ])
    expect(responses.flatMap(callsOf).map(({ name, input }) => ({ name, input }))).toEqual([
      { name: READ.name, input: { path: '/a' } },
      { name: SHOOT.name, input: {} },
      { name: READ.name, input: { path: '/b' } },
    ])
    // Each image once, and each call id in the call and in its result; the fake upstream has checked the rest.
    expect(count(sent, PNG)).toBe(1)
    expect(count(sent, SHOT)).toBe(1)
    const ids = new Set(responses.flatMap(callsOf).map(({ id }) => id))
    expect(ids.size).toBe(3)
    for (const id of type === 'groq' ? [] : ids) expect(count(sent, `"${id}"`)).toBeGreaterThanOrEqual(2)
    for (const text of ['no such file', 'taken', 'found', 'go on', 'an earlier answer', 'All done.']) {
      expect(sent).toContain(text)
    }
  })

  it.each([true, false])(
    'returns thinking with its own signature only to its provider, with stream %s',
    async (stream) => {
      const { sent, messages } = await converse(type, stream)

      for (const foreign of [
        ANTHROPIC,
        'REDACTED',
        'OTHERS',
        'what Claude thought',
        'what another thought',
        'signalbox',
      ]) {
        expect(sent).not.toContain(foreign)
      }
      const proofs = ['SIGNATURE-1', 'SIGNATURE-2', 'SIGNATURE-3'].map((signature) => count(sent, signature))
      expect(proofs).toEqual(SIGNED.has(type) ? [1, 1, 1] : [0, 0, 0])
      const texts = ['first thought', 'second thought'].map((text) => sent.includes(text))
      const isTold = PLAIN.has(type) || (SIGNED.has(type) && type !== 'gemini')
      expect(texts).toEqual([isTold, isTold])

      // No signature that Anthropic could mistake for its own.
      const signatures = [...JSON.stringify(messages).matchAll(/"signature":"([^"]*)"/g)].map(
        ([, text = '']) => text,
      )
      const made = signatures.filter((signature) => signature !== ANTHROPIC && signature !== OTHERS)
      expect(made.every((signature) => signature === '' || signature.startsWith('signalbox.1.'))).toBe(true)
    },
  )
})

it('is taken up by another provider in the middle', async () => {
  const { messages } = await converse('gemini', true)
  for (const type of TYPES) {
    upstream.reply([reply([{ type: 'text', deltas: ['mine now'] }])])
    const body = { max_tokens: 2000, thinking: { type: 'adaptive' }, tools: TOOLS, messages: [...messages] }
    body.messages.pop()
    const response = await askForMessage(upstream, { type, body, stream: true })
    expect(response.content.at(-1)).toMatchObject({ type: 'text', text: 'mine now' })
    const sent = upstream.requests.at(-1)?.body.toString() ?? ''
    expect(count(sent, 'SIGNATURE-1')).toBe(type === 'gemini' ? 1 : 0)
  }
})
