import { describe, expect, it } from 'vitest'
import type { TranslatedType } from '../resolve-provider.ts'
import { sentBody } from '../testing/sent-body.ts'

const TOOL = { name: 'Read', input_schema: { type: 'object', properties: {} } }
const CHAT: readonly TranslatedType[] = ['openai', 'openai-compatible']

/** https://github.com/openai/openai-openapi/issues/541 and https://github.com/BerriAI/litellm/pull/34569 */
function refusal(model: string, { tools, reasoning_effort: effort }: Record<string, unknown>): string {
  const [, major = '0', minor = '0'] = /gpt-(\d+)(?:\.(\d+))?/.exec(model) ?? []
  const version = Number(major) * 100 + Number(minor)
  if (tools === undefined || version < 502) return ''
  const isRefused = version >= 506 ? effort !== 'none' : effort !== undefined && effort !== 'none'
  return isRefused ? `Function tools with reasoning_effort are not supported for ${model}` : ''
}

describe('chat completions', () => {
  it.each(CHAT)('of %s take every model of the line with tools, whatever the effort', async (type) => {
    const models = [
      'gpt-5.2',
      'gpt-5.4',
      'gpt-5.5-mini',
      'gpt-5.6-terra',
      'gpt-5.9',
      'gpt-6-sol',
      'gpt-7.1',
      'gpt-4o',
    ]
    const thoughts = [
      {},
      { thinking: { type: 'adaptive' } },
      { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
      { thinking: { type: 'enabled', budget_tokens: 5000 } },
      { thinking: { type: 'disabled' } },
      { max_tokens: 64 },
    ]
    for (const model of models.flatMap((name) => [name, `openai/${name}`])) {
      for (const thinking of thoughts) {
        const sent = await sentBody(type, model, { ...thinking, tools: [TOOL] })
        expect(sent['tools']).toHaveLength(1)
        expect(refusal(model, sent)).toBe('')
      }
    }
  })

  it.each(CHAT)('of %s keep the effort where it is allowed', async (type) => {
    const body = { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } }
    expect(await sentBody(type, 'gpt-5.6-terra', body)).toMatchObject({ reasoning_effort: 'xhigh' })
    expect(await sentBody(type, 'gpt-5', { ...body, tools: [TOOL] })).toMatchObject({
      reasoning_effort: 'high',
    })
  })
})

describe('a small budget', () => {
  it.each<[TranslatedType, string, object]>([
    ['openai', 'gpt-5', { reasoning_effort: 'minimal', max_completion_tokens: 1088 }],
    ['openai', 'gpt-5.1', { reasoning_effort: 'none', max_completion_tokens: 64 }],
    ['openai', 'o4-mini', { reasoning_effort: 'low', max_completion_tokens: 1088 }],
    ['openai', 'gpt-5-codex', { reasoning_effort: 'low', max_completion_tokens: 1088 }],
    ['openai-responses', 'gpt-5.6-sol', { reasoning: { effort: 'none' }, max_output_tokens: 64 }],
    ['openai-responses', 'gpt-6', { reasoning: { effort: 'low' }, max_output_tokens: 1088 }],
    ['openai-compatible', 'openai/gpt-oss-120b', { reasoning_effort: 'low', max_tokens: 1088 }],
    ['openai-compatible', 'moonshotai/Kimi-K2-Thinking', { max_tokens: 1088 }],
    ['ollama', 'qwen3:8b', { max_tokens: 1088 }],
    ['groq', 'openai/gpt-oss-20b', { max_tokens: 1088 }],
    ['xai', 'grok-4', { max_output_tokens: 1088 }],
    ['openai', 'gpt-4o', { max_completion_tokens: 64 }],
  ])(
    'leaves %s %s room for an answer, thinking absent, disabled or adaptive',
    async (type, model, expected) => {
      for (const thinking of [undefined, { type: 'disabled' }, { type: 'adaptive' }]) {
        expect(await sentBody(type, model, { max_tokens: 64, ...(thinking && { thinking }) })).toMatchObject(
          expected,
        )
      }
    },
  )

  it('is not the only reason to reason little: so is thinking that is switched off', async () => {
    const off = { thinking: { type: 'disabled' } }
    expect(await sentBody('openai', 'gpt-5.1', off)).toMatchObject({ reasoning_effort: 'none' })
    expect(await sentBody('openai-compatible', 'gpt-oss:20b', off)).toMatchObject({ reasoning_effort: 'low' })
    expect(await sentBody('openai-compatible', 'llama', off)).not.toHaveProperty('reasoning_effort')
  })
})

describe('reasoning_content', () => {
  const text = { type: 'text', text: 'x' }
  const call = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: {} }
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'y' }] }
  const foreign = { type: 'thinking', thinking: 'of Claude', signature: 'abc' }
  const own = { type: 'thinking', thinking: 'of the model', signature: '' }
  const messages = [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: [text] },
    { role: 'user', content: 'on' },
    { role: 'assistant', content: [foreign, text, call] },
    result,
    { role: 'assistant', content: [own, call] },
    result,
  ]
  const sentReasoning = async (type: TranslatedType, model: string) => {
    const sent = await sentBody(type, model, { messages })
    const list: unknown[] = Array.isArray(sent['messages']) ? sent['messages'] : []
    const said = list.map((message) => Object(message)).filter(({ role }) => role === 'assistant')
    return said.map((message) => message.reasoning_content)
  }

  it.each<[TranslatedType, string]>([
    ['deepseek', 'deepseek-v4-flash'],
    ['deepseek', 'deepseek-v4-pro'],
    ['openai-compatible', 'deepseek-v4-flash'],
    ['openai-compatible', 'deepseek-ai/DeepSeek-V4-Pro'],
    ['openai-compatible', 'moonshotai/kimi-k2-thinking'],
    ['ollama', 'deepseek-v4:cloud'],
  ])('stands in every assistant message for %s %s', async (type, model) => {
    expect(await sentReasoning(type, model)).toEqual(['', '', 'of the model'])
  })

  it.each<[TranslatedType, string]>([
    ['openai-compatible', 'llama-4'],
    ['openai-compatible', 'gpt-4o'],
    ['groq', 'moonshotai/kimi-k2-instruct'],
  ])('is not sent to %s %s, which does not know it', async (type, model) => {
    expect(await sentReasoning(type, model)).toEqual([undefined, undefined, undefined])
  })
})
