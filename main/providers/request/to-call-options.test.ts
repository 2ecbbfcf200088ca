import { describe, expect, it } from 'vitest'
import type { TranslatedType } from '../resolve-provider.ts'
import { makeTarget } from '../testing/make-target.ts'
import { parseRequest } from './parse-request.ts'
import { toCallOptions } from './to-call-options.ts'

function translate(body: object, type: TranslatedType = 'openai', model?: string) {
  const request = parseRequest({ max_tokens: 5000, messages: [{ role: 'user', content: 'hi' }], ...body })
  const { signal } = new AbortController()
  return toCallOptions(request, { target: makeTarget(type, model), estimate: 10, signal })
}

const adaptive = { thinking: { type: 'adaptive' } }

function enabled(tokens: number) {
  return { thinking: { type: 'enabled', budget_tokens: tokens } }
}

describe('thinking', () => {
  it.each<[object, string]>([
    [enabled(1024), 'low'],
    [enabled(1025), 'medium'],
    [enabled(8192), 'medium'],
    [enabled(8193), 'high'],
    [adaptive, 'medium'],
    [{ ...adaptive, output_config: { effort: 'low' } }, 'low'],
    [{ ...adaptive, output_config: { effort: 'xhigh' } }, 'high'],
    [{ ...adaptive, output_config: { effort: 'max' } }, 'high'],
    [{ thinking: true }, 'medium'],
  ])('%j is an effort: %s', (body, effort) => {
    expect(translate(body, 'openai', 'o3').options.reasoning).toBe(effort)
    expect(translate(body, 'openai-responses', 'gpt-5.1').options.reasoning).toBe(effort)
  })

  it('is not asked of models that do not think, because most refuse the question', () => {
    for (const [type, model] of [
      ['openai', 'gpt-4o'],
      ['openai-responses', 'gpt-4.1'],
      ['openai', 'gpt-5-chat-latest'],
      ['groq', 'openai/gpt-oss-120b'],
      ['ollama', 'llama3.2'],
      ['openai-compatible', 'mistral-7b-instruct'],
      ['gemini', 'gemini-2.0-flash'],
    ] as const) {
      const { options } = translate(enabled(4000), type, model)
      expect({ model, effort: options.reasoning }).toEqual({ model, effort: undefined })
      expect(JSON.stringify(options.providerOptions)).not.toMatch(/thinking|reasoning/i)
    }
  })

  it('is a budget for Gemini 2.5, a level for Gemini 3, and always to be seen', () => {
    const config = (body: object, model: string) =>
      translate(body, 'gemini', model).options.providerOptions?.['google']
    expect(config(enabled(99_999), 'gemini-2.5-pro')).toEqual({
      thinkingConfig: { includeThoughts: true, thinkingBudget: 32_768 },
    })
    expect(config(enabled(1), 'gemini-2.5-pro')).toMatchObject({ thinkingConfig: { thinkingBudget: 128 } })
    expect(config(enabled(99_999), 'gemini-2.5-flash')).toMatchObject({
      thinkingConfig: { thinkingBudget: 24_576 },
    })
    expect(config({ thinking: { type: 'disabled' } }, 'gemini-2.5-flash')).toEqual({
      thinkingConfig: { thinkingBudget: 0 },
    })
    expect(config(adaptive, 'gemini-3-pro-preview')).toEqual({ thinkingConfig: { includeThoughts: true } })
    expect(translate(enabled(9000), 'gemini', 'gemini-3-pro-preview').options.reasoning).toBe('high')
  })

  it('is told to OpenRouter in tokens where they fit, else as an effort', () => {
    const reasoning = (body: object) =>
      translate(body, 'openrouter').options.providerOptions?.['openrouter']?.['reasoning']
    expect(reasoning(enabled(2000))).toEqual({ max_tokens: 2000 })
    expect(reasoning({ ...enabled(6000), max_tokens: 5000 })).toEqual({ effort: 'medium' })
    expect(reasoning(adaptive)).toEqual({ effort: 'medium' })
    expect(reasoning({ thinking: { type: 'disabled' } })).toBeUndefined()
  })
})

describe('sampling', () => {
  const sampled = { temperature: 2, top_p: 0.9, top_k: 40, stop_sequences: ['STOP'] }

  it('is copied, within what the provider takes', () => {
    expect(translate(sampled, 'openai', 'gpt-4o').options).toMatchObject({
      temperature: 2,
      topP: 0.9,
      stopSequences: ['STOP'],
    })
    expect(translate(sampled, 'mistral').options.temperature).toBe(1.5)
    expect(translate(sampled, 'openai', 'gpt-4o').options).not.toHaveProperty('topK')
    expect(translate(sampled, 'gemini').options.topK).toBe(40)
    expect(translate(sampled, 'openrouter').options.topK).toBe(40)
  })

  it('leaves reasoning models their own temperature', () => {
    for (const model of ['o1', 'o3-mini', 'o4-mini', 'gpt-5', 'openai/gpt-5.1']) {
      expect(translate({ temperature: 1, top_p: 1 }, 'openrouter', model).options).not.toHaveProperty(
        'temperature',
      )
    }
    expect(translate({ temperature: 1 }, 'openai', 'gpt-4o').options.temperature).toBe(1)
  })

  it('tells a provider as many stop sequences as it takes, and has all of them watched for', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const [type, model, count] of [
      ['openai', 'gpt-4o', 4],
      ['openai', 'o4-mini', 0],
      ['openai-compatible', 'gpt-5.5', 0],
      ['openai-responses', 'gpt-4o', 0],
      ['xai', 'grok-4', 0],
      ['gemini', 'gemini-3-pro', 5],
      ['deepseek', 'deepseek-v4-flash', 6],
    ] as const) {
      const { options, limit } = translate({ stop_sequences: all }, type, model)
      expect(options.stopSequences ?? []).toEqual(all.slice(0, count))
      expect(limit.stopSequences).toEqual(all)
    }
  })
})

describe('tools', () => {
  const read = { name: 'Read', description: 'Reads', input_schema: { type: 'object', properties: {} } }
  const search = { type: 'web_search_20250305', name: 'web_search', max_uses: 5 }

  it('are the client’s; what runs at Anthropic is left out, and what has no name', () => {
    const { options } = translate({
      tools: [read, search, { name: '', input_schema: {} }, { ...read, name: 'B', type: 'custom' }],
    })
    expect(options.tools?.map(({ name }) => name)).toEqual(['Read', 'B'])
  })

  it('are refused when nothing but Anthropic’s own is wanted', () => {
    expect(() => translate({ tools: [search] })).toThrow(
      'tools.0: the tool "web_search_20250305" runs at Anthropic',
    )
    expect(() =>
      translate({ tools: [read, search], tool_choice: { type: 'tool', name: 'web_search' } }),
    ).toThrow('tool_choice.name: the tool "web_search_20250305" runs at Anthropic')
  })

  it('for a search are those of a provider that runs one itself, within the same domains', () => {
    const toolChoice = { type: 'tool', name: 'web_search' }
    const asked = { ...search, allowed_domains: ['a.test'], blocked_domains: [] }
    const searchOf = (type: TranslatedType, tool: object) => {
      const { options } = translate({ tools: [tool], tool_choice: toolChoice }, type)
      return [options.tools, options.toolChoice]
    }
    const filters = { allowedDomains: ['a.test'] }
    const openai = { type: 'provider', id: 'openai.web_search', name: 'web_search' }
    expect(searchOf('openai-responses', asked)).toEqual([[{ ...openai, args: { filters } }], undefined])
    expect(searchOf('openai-responses', search)).toEqual([[{ ...openai, args: {} }], undefined])
    expect(searchOf('xai', asked)).toMatchObject([[{ id: 'xai.web_search', args: filters }], undefined])
    expect(searchOf('gemini', search)).toMatchObject([[{ id: 'google.google_search', args: {} }], undefined])
    expect(() => searchOf('gemini', asked)).toThrow('tools.0.allowed_domains: Google’s search')
  })

  it.each([
    [{ type: 'auto' }, { type: 'auto' }],
    [{ type: 'any' }, { type: 'required' }],
    [{ type: 'none' }, { type: 'none' }],
    [
      { type: 'tool', name: 'Read' },
      { type: 'tool', toolName: 'Read' },
    ],
    [undefined, undefined],
  ])('are chosen by %j', (choice, expected) => {
    expect(translate({ tools: [read], tool_choice: choice }).options.toolChoice).toEqual(expected)
  })

  it('come one at a time where the client wants that, whether the provider can be told or not', () => {
    const one = { tools: [read], tool_choice: { type: 'auto', disable_parallel_tool_use: true } }
    expect(translate(one, 'openai')).toMatchObject({
      keepOneTool: false,
      options: { providerOptions: { openai: { parallelToolCalls: false } } },
    })
    expect(translate(one, 'openai-compatible').options.providerOptions).toMatchObject({
      openaiCompatible: { parallel_tool_calls: false },
    })
    expect(translate(one, 'gemini').keepOneTool).toBe(true)
    expect(translate({ tools: [read] }, 'gemini').keepOneTool).toBe(false)
  })
})

describe('what only one provider knows', () => {
  it('is OpenAI’s newer name for the limit', () => {
    const { options } = translate({}, 'openai', 'gpt-4o')
    expect(options.providerOptions).toMatchObject({ openai: { maxCompletionTokens: 5000 } })
    expect(options).not.toHaveProperty('maxOutputTokens')
    expect(translate({}, 'groq').options.maxOutputTokens).toBe(5000)
  })

  it('is that the Responses keep nothing', () => {
    expect(translate(adaptive, 'openai-responses', 'gpt-5.1').options.providerOptions).toMatchObject({
      openai: { store: false, reasoningSummary: 'auto', forceReasoning: true },
    })
    expect(translate({}, 'xai').options.providerOptions).toMatchObject({ xai: { store: false } })
  })

  it('is a cache key that is the same in every turn, and an opaque user id', () => {
    const key = (body: object) =>
      translate(body, 'openai').options.providerOptions?.['openai']?.['promptCacheKey']
    const first = { role: 'user', content: 'the first question' }
    const later = [first, { role: 'assistant', content: 'x' }, { role: 'user', content: 'y' }]
    expect(key({ messages: later })).toBe(key({ messages: [first] }))
    expect(key({ messages: [first], system: 'other' })).not.toBe(key({ messages: [first] }))
    const user = (id: string) => {
      return translate({ metadata: { user_id: id } }, 'openai').options.providerOptions?.['openai']?.['user']
    }
    expect(user('user_abc_account__session_def')).toMatch(/^[0-9a-f]{32}$/)
    expect(user('user_abc_account__session_def')).toBe(user('user_abc_account__session_ghi'))
    expect(user('{"device_id":"a","session_id":"x"}')).toBe(user('{"device_id":"a","session_id":"y"}'))
    expect(user('{"device_id":"a","session_id":"x"}')).not.toBe(user('{"device_id":"b","session_id":"x"}'))
  })
})

it('passes on the shape that an answer has to have', () => {
  const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] }
  const format = { type: 'json_schema', schema }
  expect(translate({ output_config: { format } }).options.responseFormat).toEqual({ type: 'json', schema })
  expect(translate({ output_format: format }).options.responseFormat).toEqual({ type: 'json', schema })
  expect(translate({}).options).not.toHaveProperty('responseFormat')
})
