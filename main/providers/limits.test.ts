import { expect, it } from 'vitest'
import { limitOutput } from './limits.ts'
import type { Provider, TranslatedType } from './resolve-provider.ts'

function limit(
  type: TranslatedType,
  model: string,
  asked: number,
  more: { maxTokens?: number; estimate?: number } = {},
) {
  const provider: Provider = {
    name: type,
    type,
    baseUrl: 'https://x.test',
    isPublicAddress: false,
    apiKey: undefined,
    maxTokens: more.maxTokens,
  }
  return limitOutput(asked, { provider, model, estimate: more.estimate ?? 0 })
}

it.each<[TranslatedType, string, number]>([
  ['openai', 'gpt-4o', 16_384],
  ['openai', 'gpt-4-turbo', 4096],
  ['openai-responses', 'gpt-5.1', 64_000],
  ['deepseek', 'deepseek-chat', 8192],
  ['groq', 'moonshotai/kimi-k2-instruct', 16_384],
  ['mistral', 'mistral-large-latest', 32_768],
  ['xai', 'grok-4', 64_000],
  ['gemini', 'gemini-2.0-flash', 8192],
  ['gemini', 'gemini-3-pro-preview', 64_000],
  ['ollama', 'llama3.2', 8192],
  ['openai-compatible', 'qwen3-coder', 8192],
])('cuts 64,000 tokens for %s %s to %i', (type, model, expected) => {
  expect(limit(type, model, 64_000)).toBe(expected)
})

it('never asks for more than the client did, and follows the user’s own limit', () => {
  expect(limit('openai', 'gpt-4o', 100)).toBe(100)
  expect(limit('deepseek', 'deepseek-reasoner', 64_000, { maxTokens: 60_000 })).toBe(60_000)
})

it('leaves room for the input where the window is known, and asks for 10 at least', () => {
  expect(limit('openai', 'gpt-4o', 64_000, { estimate: 120_000 })).toBe(7900)
  expect(limit('openai', 'gpt-4o', 64_000, { estimate: 200_000 })).toBe(10)
  expect(limit('openai', 'gpt-4o', 5, { estimate: 200_000 })).toBe(5)
})
