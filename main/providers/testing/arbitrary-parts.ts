import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'
import fc from 'fast-check'

/** One step of a response: a part, or a long silence. */
export type Step = LanguageModelV4StreamPart | { type: 'silence' }

const usage: LanguageModelV4Usage = {
  inputTokens: { total: 10, noCache: 4, cacheRead: 6, cacheWrite: undefined },
  outputTokens: { total: 5, text: 5, reasoning: undefined },
}

/** Parts in any order, with ids that are reused, never opened or never closed: libraries have bugs too. */
export function arbitraryParts(): fc.Arbitrary<Step[]> {
  return fc
    .tuple(
      fc.array(arbitraryStep(), { maxLength: 30 }),
      fc.option(arbitraryLongCall(), { nil: [] }),
      fc.array(arbitraryStep(), { maxLength: 10 }),
      fc.array(arbitraryEnd(), { maxLength: 2 }),
    )
    .map((steps) => steps.flat())
}

/** A call that is streamed as it arrives, because it began with a silence. */
function arbitraryLongCall(): fc.Arbitrary<Step[]> {
  return fc
    .tuple(fc.constantFrom('a', 'long'), fc.constantFrom('{', '{}', '{"a":'))
    .map(([id, delta]) => [
      { type: 'tool-input-start', id, toolName: 'Read' },
      { type: 'tool-input-delta', id, delta },
      { type: 'silence' },
    ])
}

function arbitraryStep(): fc.Arbitrary<Step> {
  const id = fc.constantFrom('a', 'a', 'a', 'b', 'functions.x:0', '')
  const text = fc.oneof(fc.constantFrom('{}', '{"a":1}', '{', '}', '"a":', '1', ' ', ''), fc.string())
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
    { weight: 3, arbitrary: fc.constant({ type: 'silence' as const }) },
    fc.constant({ type: 'file' as const, mediaType: 'image/png', data: { type: 'data' as const, data: '' } }),
    arbitrarySearch(),
    arbitraryEnd(),
  )
}

/** Parts of a search that ran at the provider, with whatever a library makes of a server's results. */
function arbitrarySearch(): fc.Arbitrary<Step> {
  const url = fc.constantFrom('https://a.test', 'https://b.test', '', 'x'.repeat(5_000))
  const title = fc.constantFrom('A', '', 'y'.repeat(5_000))
  const type = fc.constantFrom('search', 'openPage', undefined)
  const query = fc.constantFrom('signal boxes', '', undefined, 7)
  const action = fc.oneof(
    fc.record({ type, query, queries: fc.constantFrom(undefined, ['a'], [7]) }),
    fc.string(),
  )
  const result = fc.oneof(fc.record({ action }), fc.constantFrom({}, []))
  const name = { toolCallId: 'ws', toolName: 'web_search' }
  return fc.oneof(
    result.map((each) => ({
      type: 'tool-result' as const,
      ...name,
      result: JSON.parse(JSON.stringify(each)),
    })),
    fc.record({
      type: fc.constant('source' as const),
      sourceType: fc.constant('url' as const),
      id: fc.constant('s'),
      url,
      title,
    }),
  )
}

function arbitraryEnd(): fc.Arbitrary<Step> {
  const unified = fc.constantFrom(
    ...(['stop', 'length', 'content-filter', 'tool-calls', 'error', 'interrupted', 'other'] as const),
  )
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('finish' as const),
        usage: fc.constant(usage),
        finishReason: fc.record({ unified, raw: fc.constantFrom('stop', '', undefined) }),
      }),
    },
    fc.constant({ type: 'error' as const, error: { message: 'boom', code: 500 } }),
  )
}
