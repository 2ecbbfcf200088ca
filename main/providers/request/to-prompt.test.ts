import { describe, expect, it } from 'vitest'
import type { TranslatedType } from '../resolve-provider.ts'
import { PNG, PDF, prompt, user, assistant } from '../testing/make-prompt.ts'

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

  it('keeps its cache mark only for Claude behind OpenRouter', () => {
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
    [
      'ollama',
      'llava',
      url,
      'messages.0.content.0.source: the provider "ollama" (model llava) accepts no images by URL',
    ],
    ['gemini', 'gemini-2.0-flash', url, 'accepts no images by URL'],
    ['deepseek', 'deepseek-v4-flash', PDF, 'accepts no PDF documents. Send their text.'],
    ['groq', 'llama', PDF, 'accepts no PDF documents'],
    ['xai', 'grok-4', PDF, 'accepts no PDF documents. Send their text.'],
    [
      'openai',
      'gpt-4o',
      { type: 'document', source: { type: 'url', url: 'https://x.test/a.pdf' } },
      'by URL',
    ],
    [
      'openai',
      'gpt-4o',
      { type: 'image', source: { type: 'file', file_id: 'file_1' } },
      'only works with Anthropic',
    ],
    [
      'openai',
      'gpt-4o',
      { type: 'image', source: { type: 'url', url: 'file:///etc/passwd' } },
      'only http and https',
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
    expect(prompt({ messages: [user(), assistant(), user({ type: 'text', text: 'x' })] })).toHaveLength(1)
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
