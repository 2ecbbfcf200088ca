import { describe, expect, it } from 'vitest'
import type { TranslatedType } from '../resolve-provider.ts'
import { makeTarget } from '../testing/make-target.ts'
import { parseRequest } from './parse-request.ts'
import { toPrompt } from './to-prompt.ts'

const PNG = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBOR' } }
const PDF = {
  type: 'document',
  source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' },
  title: 'Plan',
}
const CALL = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { path: '/a' } }

function prompt(body: object, type: TranslatedType = 'openai', model?: string) {
  const request = parseRequest({ max_tokens: 10, messages: [{ role: 'user', content: 'hi' }], ...body })
  return toPrompt(request, makeTarget(type, model))
}

function user(...content: unknown[]) {
  return { role: 'user', content }
}

function assistant(...content: unknown[]) {
  return { role: 'assistant', content }
}

describe('the system prompt', () => {
  it('is one text, with a blank line between its blocks', () => {
    const system = [
      { type: 'text', text: 'One.' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'Two.' },
    ]
    expect(prompt({ system })[0]).toEqual({ role: 'system', content: 'One.\n\nTwo.' })
    expect(prompt({ system: 'Plain.' })[0]).toEqual({ role: 'system', content: 'Plain.' })
    expect(prompt({})[0]).toMatchObject({ role: 'user' })
  })

  it('does not tell how Claude Code was started', () => {
    const attribution = 'x-anthropic-billing-header: cc_version=2.1.329.8e5; cc_entrypoint=sdk-cli;'
    const system = [
      { type: 'text', text: attribution },
      { type: 'text', text: 'Be brief.' },
    ]
    expect(prompt({ system })[0]).toEqual({ role: 'system', content: 'Be brief.' })
    expect(prompt({ system: `${attribution}\nBe brief.` })[0]).toEqual({
      role: 'system',
      content: 'Be brief.',
    })
  })

  it('keeps its cache mark for Claude behind OpenRouter and for nobody else', () => {
    const system = [{ type: 'text', text: 'Long.', cache_control: { type: 'ephemeral', ttl: '1h' } }]
    expect(prompt({ system }, 'openrouter', 'anthropic/claude-sonnet-4.5')[0]).toEqual({
      role: 'system',
      content: 'Long.',
      providerOptions: { openrouter: { cacheControl: { type: 'ephemeral', ttl: '1h' } } },
    })
    for (const type of ['openai', 'openrouter', 'groq', 'gemini'] as const) {
      expect(JSON.stringify(prompt({ system }, type, 'openai/gpt-5'))).not.toContain('cache')
    }
  })
})

describe('a tool’s result', () => {
  const calls = { role: 'assistant', content: [CALL, { ...CALL, id: 'toolu_2' }] }

  it('comes directly behind its call, before what else the user said', () => {
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'one' }
    const failed = {
      type: 'tool_result',
      tool_use_id: 'toolu_2',
      content: [{ type: 'text', text: 'no' }],
      is_error: true,
    }
    const messages = [
      user({ type: 'text', text: 'go' }),
      calls,
      user({ type: 'text', text: 'and then?' }, result, failed),
    ]
    expect(prompt({ messages }).slice(2)).toEqual([
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'toolu_1',
            toolName: 'Read',
            output: { type: 'text', value: 'one' },
          },
          {
            type: 'tool-result',
            toolCallId: 'toolu_2',
            toolName: 'Read',
            output: { type: 'text', value: 'Error: no' },
          },
        ],
      },
      { role: 'user', content: [{ type: 'text', text: 'and then?' }] },
    ])
  })

  it('says an error where Gemini has a place for it', () => {
    const failed = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'no', is_error: true }
    const messages = [user({ type: 'text', text: 'go' }), assistant(CALL), user(failed)]
    expect(prompt({ messages }, 'gemini')[2]).toMatchObject({
      content: [{ output: { type: 'error-text', value: 'no' } }],
    })
  })

  it('keeps its pictures where a provider takes them there', () => {
    const result = {
      type: 'tool_result',
      tool_use_id: 'toolu_1',
      content: [{ type: 'text', text: 'see' }, PNG],
      is_error: true,
    }
    const messages = [user({ type: 'text', text: 'go' }), assistant(CALL), user(result)]
    for (const [type, model] of [
      ['openai-responses', 'gpt-5.1'],
      ['xai', 'grok-4'],
      ['gemini', 'gemini-3-pro'],
    ] as const) {
      const translated = prompt({ messages }, type, model)
      expect(translated).toHaveLength(3)
      expect(translated[2]).toMatchObject({
        content: [
          {
            output: {
              type: 'content',
              value: [
                { type: 'text', text: 'Error: see' },
                { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'iVBOR' } },
              ],
            },
          },
        ],
      })
    }
  })

  it('is followed by its pictures everywhere else, with a word on whose they are', () => {
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: [PNG] }
    const messages = [
      user({ type: 'text', text: 'go' }),
      assistant(CALL),
      user(result, { type: 'text', text: 'well?' }),
    ]
    for (const [type, model] of [
      ['openai', 'gpt-4o'],
      ['groq', 'llama'],
      ['gemini', 'gemini-2.5-pro'],
    ] as const) {
      expect(prompt({ messages }, type, model).slice(2)).toMatchObject([
        { role: 'tool', content: [{ output: { value: '(The result follows in the next message.)' } }] },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'From the result of Read (toolu_1):' },
            { type: 'file', mediaType: 'image/png' },
            { type: 'text', text: 'well?' },
          ],
        },
      ])
    }
  })

  it('that belongs to no call is told as text', () => {
    const messages = [user({ type: 'tool_result', tool_use_id: 'gone', content: 'late', is_error: true })]
    expect(prompt({ messages })).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Error of the tool call gone:' },
          { type: 'text', text: 'late' },
        ],
      },
    ])
  })

  it('stands where its call stands, whichever tool was faster', () => {
    const results = ['toolu_2', 'toolu_1'].map((id) => {
      return { type: 'tool_result', tool_use_id: id, content: `of ${id}` }
    })
    const messages = [user({ type: 'text', text: 'go' }), calls, user(...results)]
    expect(prompt({ messages }, 'gemini').slice(2)).toMatchObject([
      { role: 'tool', content: [{ toolCallId: 'toolu_1' }, { toolCallId: 'toolu_2' }] },
    ])
  })

  it('is answered with a word before the user speaks, for Mistral’s models only', () => {
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'one' }
    const said = { type: 'text', text: 'and then?' }
    const messages = [user(said), assistant(CALL), user(result, said)]
    const roles = (type: TranslatedType, model?: string) =>
      prompt({ messages }, type, model).map(({ role }) => role)
    const bridged = ['user', 'assistant', 'tool', 'assistant', 'user']
    expect(roles('mistral')).toEqual(bridged)
    expect(roles('openrouter', 'mistralai/devstral-medium')).toEqual(bridged)
    expect(roles('openai')).toEqual(['user', 'assistant', 'tool', 'user'])
    const alone = prompt({ messages: [user(said), assistant(CALL), user(result)] }, 'mistral')
    expect(alone.at(-1)).toMatchObject({ role: 'tool' })
  })

  it('that comes twice is told once as a result', () => {
    const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }
    const translated = prompt({
      messages: [user({ type: 'text', text: 'go' }), assistant(CALL), user(result, result)],
    })
    expect(translated.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user'])
    expect(translated[2]?.content).toHaveLength(1)
  })

  it('that is missing is made up, because a call without one is refused for ever', () => {
    const said = { type: 'text', text: 'never mind' }
    const missing = { type: 'text', value: 'Error: The tool gave no result.' }
    const between = prompt({
      messages: [user(said), calls, user({ type: 'tool_result', tool_use_id: 'toolu_2' }, said)],
    })
    expect(between.slice(2)).toMatchObject([
      {
        role: 'tool',
        content: [
          { toolCallId: 'toolu_1', output: missing },
          { toolCallId: 'toolu_2', output: { value: '' } },
        ],
      },
      { role: 'user' },
    ])
    expect(prompt({ messages: [user(said), assistant(CALL)] }).at(-1)).toMatchObject({
      role: 'tool',
      content: [{ output: missing }],
    })
  })
})

describe('files', () => {
  const url = { type: 'image', source: { type: 'url', url: 'https://host.test/a/b.PNG?x=1' } }

  it('go as data or by address', () => {
    expect(prompt({ messages: [user(PNG, url)] })[0]).toEqual({
      role: 'user',
      content: [
        { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'iVBOR' } },
        {
          type: 'file',
          mediaType: 'image/png',
          data: { type: 'url', url: new URL('https://host.test/a/b.PNG?x=1') },
        },
      ],
    })
    expect(prompt({ messages: [user(PDF)] }, 'gemini', 'gemini-2.5-pro')[0]).toMatchObject({
      content: [
        { type: 'text', text: 'Document: Plan' },
        { type: 'file', mediaType: 'application/pdf', filename: 'Plan.pdf' },
      ],
    })
  })

  it.each<[TranslatedType, string, object, string]>([
    ['ollama', 'llava', url, 'messages.0.content.0.source: the provider "ollama" takes no images by address'],
    ['gemini', 'gemini-2.0-flash', url, 'takes no images by address'],
    ['deepseek', 'deepseek-v4-flash', PDF, 'takes no PDF documents; send their text'],
    ['groq', 'llama', PDF, 'takes no PDF documents'],
    ['xai', 'grok-4', PDF, 'takes no PDF documents; send their text'],
    [
      'openai',
      'gpt-4o',
      { type: 'document', source: { type: 'url', url: 'https://x.test/a.pdf' } },
      'by address',
    ],
    [
      'openai',
      'gpt-4o',
      { type: 'image', source: { type: 'file', file_id: 'file_1' } },
      'exists at Anthropic only',
    ],
    [
      'openai',
      'gpt-4o',
      { type: 'image', source: { type: 'url', url: 'file:///etc/passwd' } },
      'only http and https',
    ],
    [
      'openai',
      'gpt-4o',
      { type: 'container_upload', file_id: 'x' },
      'a block of the type "container_upload"',
    ],
  ])('that %s %s cannot take are refused by name', (type, model, block, problem) => {
    expect(() => prompt({ messages: [user(block)] }, type, model)).toThrow(problem)
  })

  it('of text are read as text', () => {
    const documents = [
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'plain' } },
      {
        type: 'document',
        source: { type: 'base64', media_type: 'text/csv', data: Buffer.from('a,b').toString('base64') },
      },
      {
        type: 'document',
        source: { type: 'content', content: [{ type: 'text', text: 'part' }] },
        context: 'Why',
      },
      {
        type: 'search_result',
        source: 'https://s.test',
        title: 'Found',
        content: [{ type: 'text', text: 'hit' }],
      },
    ]
    expect(prompt({ messages: [user(...documents)] }, 'groq')[0]?.content).toEqual(
      ['plain', 'a,b', 'Why', 'part', 'Found (https://s.test)\nhit'].map((text) => ({ type: 'text', text })),
    )
  })
})

describe('the turns', () => {
  it('of one role that follow each other are one, and a system message is the user’s', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'system', content: 'b' },
      { role: 'user', content: [{ type: 'text', text: 'c' }] },
    ]
    expect(prompt({ messages })).toEqual([
      { role: 'user', content: ['a', 'b', 'c'].map((text) => ({ type: 'text', text })) },
    ])
  })

  it('without words are still turns, for Gemini too', () => {
    expect(prompt({ messages: [user()] })).toEqual([{ role: 'user', content: [{ type: 'text', text: '' }] }])
    expect(prompt({ messages: [user({ type: 'text', text: '' })] }, 'gemini')).toEqual([
      { role: 'user', content: [{ type: 'text', text: '...' }] },
    ])
    expect(prompt({ messages: [user(), assistant(), user({ type: 'text', text: 'x' })] })).toHaveLength(2)
  })

  it('tell what ran at Anthropic as words, without what only Anthropic can read', () => {
    const search = { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'q' } }
    const found = {
      type: 'web_search_tool_result',
      tool_use_id: 's',
      content: [
        { type: 'web_search_result', title: 'T', url: 'https://t.test', encrypted_content: 'SECRET' },
      ],
    }
    const [, said] = prompt({ messages: [user({ type: 'text', text: 'x' }), assistant(search, found)] })
    expect(JSON.stringify(said)).toContain('web_search')
    expect(JSON.stringify(said)).toContain('https://t.test')
    expect(JSON.stringify(said)).not.toContain('SECRET')
  })
})

it.each<[object, string]>([
  [{ messages: [] }, 'messages: at least one message is required'],
  [{ messages: 'x' }, 'messages: Input should be a list'],
  [{ messages: [1] }, 'messages.0: Input should be an object'],
  [{ messages: [{ role: 'tool', content: 'x' }] }, "messages.0.role: Input should be 'user' or 'assistant'"],
  [{ messages: [user({ type: 'text' })] }, 'messages.0.content.0.text: Input should be a string'],
  [{ messages: [user({ type: 'image' })] }, 'messages.0.content.0.source: Input should be an object'],
  [{ max_tokens: 'many' }, 'max_tokens: Input should be a number'],
  [{ max_tokens: undefined }, 'max_tokens: Field required'],
  [{ max_tokens: 0 }, 'max_tokens: must be a whole number above 0'],
  [{ temperature: 'hot' }, 'temperature: Input should be a number'],
  [{ stop_sequences: [1] }, 'stop_sequences.0: Input should be a string'],
  [{ tools: {} }, 'tools: Input should be a list'],
])('refuses %j by the name of the field', (body, problem) => {
  expect(() => prompt(body)).toThrow(problem)
})
