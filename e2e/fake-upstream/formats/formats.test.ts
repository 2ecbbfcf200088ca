import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FakeMessage } from '../fake-message.ts'
import { type FakeUpstream, startFakeUpstream } from '../start-fake-upstream.ts'

const MESSAGE: FakeMessage = {
  blocks: [
    { type: 'thinking', deltas: ['Hm.'], signature: 'SIG' },
    { type: 'text', deltas: ['Hel', 'lo'] },
    { type: 'tool_use', id: 'call_1', name: 'Read', deltas: ['{"a"', ':1}'] },
  ],
  stopReason: 'tool_use',
}

const PATHS = {
  chat: '/v1/chat/completions',
  responses: '/v1/responses',
  gemini: '/v1beta/models/gemini-3-pro:generateContent',
  'gemini stream': '/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse',
}

let upstream: FakeUpstream
beforeAll(async () => {
  upstream = await startFakeUpstream({ script: [{ kind: 'message', message: MESSAGE }] })
})
afterAll(() => upstream.close())

async function post(
  path: string,
  body: object,
): Promise<{ status: number; text: string; type: string | null }> {
  const response = await fetch(upstream.url + path, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') }
}

const user = { role: 'user', content: 'hi' }
const contents = [{ role: 'user', parts: [{ text: 'hi' }] }]

describe('one message is told', () => {
  test('in OpenAI’s chat format, with the usage last and only when it was asked for', async () => {
    const body = { model: 'gpt', messages: [user], stream: true }
    const plain = await post(PATHS.chat, body)
    expect(plain.type).toContain('text/event-stream')
    expect(plain.text).not.toContain('event:')
    expect(plain.text).toMatch(
      /"reasoning_content":"Hm\."[^]*"content":"Hel"[^]*"tool_calls"[^]*"finish_reason":"tool_calls"[^]*\[DONE\]\n\n$/,
    )
    expect(plain.text).not.toContain('"usage"')
    const counted = await post(PATHS.chat, { ...body, stream_options: { include_usage: true } })
    expect(counted.text).toMatch(/"finish_reason":"tool_calls"[^]*"choices":\[\],"usage":\{[^]*\[DONE\]/)
  })

  test('in the Responses’ format, each event under its name', async () => {
    const { text } = await post(PATHS.responses, { model: 'gpt', input: [user], stream: true })
    const names = [...text.matchAll(/^event: (.+)\ndata: \{"type":"(.+?)"/gm)].map(([, name, type]) => [
      name,
      type,
    ])
    expect(names.every(([name, type]) => name === type)).toBe(true)
    expect(names.at(0)?.[0]).toBe('response.created')
    expect(names.at(-1)?.[0]).toBe('response.completed')
    expect(text).toContain('"encrypted_content":"SIG"')
  })

  test('in Gemini’s format, as a stream where the address asks for one', async () => {
    const { text, type } = await post(PATHS['gemini stream'], { contents })
    expect(type).toContain('text/event-stream')
    expect(text).toMatch(
      /"thought":true[^]*"text":"lo","thoughtSignature":"SIG"[^]*"functionCall"[^]*"finishReason":"STOP"/,
    )
    const whole = await post(PATHS.gemini, { contents })
    expect(JSON.parse(whole.text)).toMatchObject({
      candidates: [{ finishReason: 'STOP' }],
      modelVersion: 'gemini-3-pro',
    })
  })
})

describe('what the real services refuse is refused', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'Read', arguments: '{}' } }
  const functionCall = {
    role: 'model',
    parts: [{ functionCall: { name: 'Read', args: {} }, thoughtSignature: 'S' }],
  }
  const outcome = { functionResponse: { name: 'Read', response: {} } }

  test.each<[string, keyof typeof PATHS, object]>([
    ['stream_options without a stream', 'chat', { messages: [user], stream_options: {} }],
    [
      'a call without a result',
      'chat',
      { messages: [user, { role: 'assistant', tool_calls: [call] }, user] },
    ],
    [
      'a result without a call',
      'chat',
      { messages: [user, { role: 'tool', tool_call_id: 'call_1', content: 'x' }] },
    ],
    [
      'a schema that is no object',
      'chat',
      { messages: [user], tools: [{ function: { name: 'x', parameters: {} } }] },
    ],
    [
      'a long id',
      'chat',
      { messages: [user, { role: 'assistant', tool_calls: [{ ...call, id: 'x'.repeat(41) }] }] },
    ],
    [
      'Mistral’s ids',
      'chat',
      { model: 'mistral-large', messages: [user, { role: 'assistant', tool_calls: [call] }] },
    ],
    [
      'a user behind a tool, for Mistral',
      'chat',
      {
        model: 'devstral-medium',
        messages: [
          user,
          { role: 'assistant', tool_calls: [{ ...call, id: 'abcdefghi' }] },
          { role: 'tool', tool_call_id: 'abcdefghi', content: 'x' },
          user,
        ],
      },
    ],
    ['a role that it does not know', 'chat', { messages: [{ role: 'human', content: 'hi' }] }],
    ['an assistant that says nothing', 'chat', { messages: [user, { role: 'assistant', content: null }] }],
    [
      'an id that was there before',
      'responses',
      {
        input: [
          { type: 'function_call', call_id: 'x' },
          { type: 'function_call_output', call_id: 'x', output: '' },
          { type: 'function_call', call_id: 'x' },
        ],
      },
    ],
    ['a model that speaks first', 'gemini', { contents: [{ role: 'model', parts: [{ text: 'hi' }] }] }],
    ['a result without a call', 'gemini', { contents: [...contents, { role: 'user', parts: [outcome] }] }],
    [
      'results in another order',
      'gemini',
      {
        contents: [
          ...contents,
          { role: 'model', parts: [{ functionCall: { name: 'Read', id: 'a' } }, functionCall.parts[0]] },
          {
            role: 'user',
            parts: [outcome, { functionResponse: { name: 'Read', id: 'a', response: {} } }],
          },
        ],
      },
    ],
    [
      'an output without a call',
      'responses',
      { input: [{ type: 'function_call_output', call_id: 'x', output: '' }] },
    ],
    ['a call without an output', 'responses', { input: [{ type: 'function_call', call_id: 'x' }] }],
    [
      'a thought that nobody kept',
      'responses',
      { store: false, input: [{ type: 'reasoning', id: 'rs', summary: [] }, user] },
    ],
    ['an empty part', 'gemini', { contents: [{ role: 'user', parts: [{ text: '' }] }] }],
    ['fewer results than calls', 'gemini', { contents: [...contents, functionCall, ...contents] }],
    [
      'a call without its signature',
      'gemini',
      {
        contents: [
          ...contents,
          { role: 'model', parts: [{ functionCall: { name: 'Read' } }] },
          { role: 'user', parts: [outcome] },
        ],
      },
    ],
    [
      'a keyword that it does not know',
      'gemini',
      {
        contents,
        tools: [{ functionDeclarations: [{ name: 'x', parametersJsonSchema: { $schema: 'x' } }] }],
      },
    ],
  ])('%s', async (_name, path, body) => {
    const { status, text } = await post(PATHS[path], { model: 'gpt', ...body })
    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({ error: { message: expect.any(String) } })
  })

  test('and what they take is taken', async () => {
    const chat = [
      user,
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'x' },
    ]
    expect((await post(PATHS.chat, { model: 'gpt', messages: chat })).status).toBe(200)
    const answered = [...contents, functionCall, { role: 'user', parts: [outcome] }]
    expect((await post(PATHS.gemini, { contents: answered })).status).toBe(200)
  })
})

describe('Anthropic’s own format is checked where that is asked for', () => {
  const toolUse = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: {} }
  const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }
  const asks = { role: 'assistant', content: [toolUse] }
  const responses = { role: 'user', content: [result] }

  test.each([
    ['no messages', []],
    ['a call without a result', [user, asks, user]],
    ['a call that waits', [user, asks]],
    ['a result without a call', [user, responses]],
    ['a result twice', [user, asks, { role: 'user', content: [result, result] }]],
    ['an id that was there before', [user, asks, responses, asks, responses]],
    ['an empty text', [{ role: 'user', content: [{ type: 'text', text: '' }] }]],
    [
      'a thought without its proof',
      [user, { role: 'assistant', content: [{ type: 'thinking', thinking: '' }] }],
    ],
  ])('%s', async (_name, messages) => {
    const strict = await startFakeUpstream({ checksMessages: true })
    const ask = async (url: string, given: object[]) => {
      const body = JSON.stringify({ model: 'claude', max_tokens: 1, messages: given })
      return (await fetch(`${url}/v1/messages`, { method: 'POST', body })).status
    }
    expect(await ask(strict.url, messages)).toBe(400)
    expect(await ask(strict.url, [user, asks, responses])).toBe(200)
    expect(await ask(upstream.url, messages)).toBe(200)
    await strict.close()
  })
})
