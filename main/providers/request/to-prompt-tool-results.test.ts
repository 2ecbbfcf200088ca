import { describe, expect, it } from 'vitest'
import type { TranslatedType } from '../resolve-provider.ts'
import { PNG, CALL, prompt, user, assistant } from '../testing/make-prompt.ts'

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
    const missing = { type: 'text', value: 'Error: The tool returned no result.' }
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
