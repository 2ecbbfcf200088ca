import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'
import fc from 'fast-check'

/** What happens to an answer: a part of it, or a long silence. */
export type Step = LanguageModelV4StreamPart | { type: 'silence' }

const usage: LanguageModelV4Usage = {
  inputTokens: { total: 10, noCache: 4, cacheRead: 6, cacheWrite: undefined },
  outputTokens: { total: 5, text: 5, reasoning: undefined },
}

/** Parts in any order, with ids that are used twice, never opened or never closed: libraries have bugs too. */
export function arbitraryParts(): fc.Arbitrary<Step[]> {
  return fc.array(arbitraryStep(), { maxLength: 40 })
}

function arbitraryStep(): fc.Arbitrary<Step> {
  const id = fc.constantFrom('a', 'b', 'functions.x:0', '')
  const text = fc.oneof(fc.constantFrom('', '{', '}', '{}', '"a":', '1', '{"a":1}', ' '), fc.string())
  const toolName = fc.constantFrom('Read', 'Bash')
  const signed = fc.constantFrom(
    undefined,
    { google: { thoughtSignature: 's1' } },
    { openai: { itemId: 'rs_1', reasoningEncryptedContent: 'e1' } },
    { openrouter: { reasoning_details: [{ type: 'reasoning.encrypted', data: 'd' }] } },
  )
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('text-delta' as const), id, delta: text }) },
    fc.record({ type: fc.constant('text-start' as const), id }),
    fc.record({ type: fc.constant('text-end' as const), id }),
    { weight: 3, arbitrary: fc.record({ type: fc.constant('reasoning-delta' as const), id, delta: text }) },
    fc.tuple(id, signed).map(([each, metadata]) => ({
      type: 'reasoning-end' as const,
      id: each,
      ...(metadata && { providerMetadata: metadata }),
    })),
    { weight: 3, arbitrary: fc.record({ type: fc.constant('tool-input-start' as const), id, toolName }) },
    { weight: 6, arbitrary: fc.record({ type: fc.constant('tool-input-delta' as const), id, delta: text }) },
    fc.record({ type: fc.constant('tool-input-end' as const), id }),
    {
      weight: 3,
      arbitrary: fc.tuple(id, toolName, text, signed).map(([toolCallId, name, input, metadata]) => ({
        type: 'tool-call' as const,
        toolCallId,
        toolName: name,
        input,
        ...(metadata && { providerMetadata: metadata }),
      })),
    },
    fc.constant({ type: 'silence' as const }),
    fc.constant({ type: 'file' as const, mediaType: 'image/png', data: { type: 'data' as const, data: '' } }),
    fc
      .tuple(
        fc.constantFrom(
          ...(['stop', 'length', 'content-filter', 'tool-calls', 'error', 'interrupted', 'other'] as const),
        ),
        fc.constantFrom('stop', '', undefined),
      )
      .map(([unified, raw]) => ({ type: 'finish' as const, usage, finishReason: { unified, raw } })),
    fc.constant({ type: 'error' as const, error: { message: 'boom', code: 500 } }),
  )
}
