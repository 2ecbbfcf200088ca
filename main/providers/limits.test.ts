import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toBudget } from './limits.ts'
import type { Provider, TranslatedType } from './resolve-provider.ts'

function limit(
  type: TranslatedType,
  model: string,
  asked: number,
  more: { maxTokens?: number; estimate?: number; reasons?: boolean } = {},
) {
  const provider: Provider = {
    name: type,
    type,
    baseUrl: 'https://x.test',
    isPublicAddress: false,
    apiKey: undefined,
    maxTokens: more.maxTokens,
  }
  const { estimate = 0, reasons = false } = more
  return toBudget(asked, { provider, model, estimate, reasons })
}

it.each<[TranslatedType, string, number]>([
  ['openai', 'gpt-4o', 16_384],
  ['openai', 'gpt-4-turbo', 4096],
  ['openai', 'o4-mini', 64_000],
  ['openai-responses', 'gpt-5.1', 64_000],
  ['openai-responses', 'gpt-6-sol', 64_000],
  ['deepseek', 'deepseek-chat', 8192],
  ['deepseek', 'deepseek-v4-flash', 64_000],
  ['deepseek', 'deepseek-v4-pro', 64_000],
  ['deepseek', 'deepseek-reasoner', 64_000],
  ['openrouter', 'openai/gpt-4o', 16_384],
  ['openrouter', 'deepseek/deepseek-v4-flash', 64_000],
  ['openrouter', 'vendor/unknown', 32_000],
  ['groq', 'moonshotai/kimi-k2-instruct', 16_384],
  ['mistral', 'mistral-large-latest', 32_768],
  ['xai', 'grok-4', 64_000],
  ['gemini', 'gemini-2.0-flash', 8192],
  ['gemini', 'gemini-3-pro-preview', 64_000],
  ['ollama', 'llama3.2', 8192],
  ['openai-compatible', 'deepseek-ai/DeepSeek-V4-Pro', 64_000],
  ['openai-compatible', 'zai-org/GLM-5.2', 64_000],
  ['openai-compatible', 'moonshotai/Kimi-K2.5', 64_000],
  ['openai-compatible', 'qwen3-coder-plus', 64_000],
  ['openai-compatible', 'Qwen3.5-Max', 64_000],
  ['openai-compatible', 'my-model', 8192],
])('cuts 64,000 tokens for %s %s to %i', (type, model, expected) => {
  expect(limit(type, model, 64_000)).toEqual({ maxTokens: expected, cutAt: undefined })
})

it('requests no more than the client did, and follows the user’s own limit', () => {
  expect(limit('openai', 'gpt-4o', 100)).toEqual({ maxTokens: 100, cutAt: undefined })
  expect(limit('deepseek', 'deepseek-reasoner', 64_000, { maxTokens: 60_000 }).maxTokens).toBe(60_000)
})

it('requests what a provider takes at least, and cuts the response to what the client asked for', () => {
  expect(limit('openai-responses', 'gpt-4o', 1)).toEqual({ maxTokens: 16, cutAt: 1 })
  expect(limit('openai-responses', 'gpt-4o', 15, { maxTokens: 4 })).toEqual({ maxTokens: 16, cutAt: 15 })
  expect(limit('openai-responses', 'gpt-4o', 16)).toEqual({ maxTokens: 16, cutAt: undefined })
  expect(limit('openai', 'gpt-4o', 1)).toEqual({ maxTokens: 1, cutAt: undefined })
})

it('leaves a reasoning model room for an answer', () => {
  expect(limit('openai', 'o4-mini', 64, { reasons: true })).toEqual({ maxTokens: 1088, cutAt: 64 })
  expect(limit('openai', 'o4-mini', 4000, { reasons: true })).toEqual({ maxTokens: 4000, cutAt: undefined })
})

it('leaves room for the input where the window is known, and refuses what does not fit', () => {
  expect(limit('openai', 'gpt-4o', 64_000, { estimate: 120_000 }).maxTokens).toBe(7900)
  expect(() => limit('openai', 'gpt-4o', 64_000, { estimate: 200_000 })).toThrow(
    /^prompt is too long: 200000 tokens > 128000 maximum$/,
  )
})

it('never requests less than the provider takes or more than is left', () => {
  const types = fc.constantFrom<TranslatedType>('openai', 'openai-responses', 'gemini', 'openai-compatible')
  const property = fc.property(
    types,
    fc.integer({ min: 1, max: 99_999 }),
    fc.nat(127_800),
    fc.boolean(),
    (type, asked, estimate, reasons) => {
      const { maxTokens, cutAt } = limit(type, 'gpt-4o', asked, { estimate, reasons })
      expect(maxTokens).toBeGreaterThanOrEqual(type === 'openai-responses' ? 16 : 1)
      expect(maxTokens + estimate).toBeLessThan(128_000)
      expect(cutAt).toBe(maxTokens > asked ? asked : undefined)
    },
  )
  fc.assert(property)
})
