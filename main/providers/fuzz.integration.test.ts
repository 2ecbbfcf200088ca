import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toChatEvents } from '../../e2e/fake-upstream/formats/to-chat.ts'
import { toGeminiEvents } from '../../e2e/fake-upstream/formats/to-gemini.ts'
import { toResponsesEvents } from '../../e2e/fake-upstream/formats/to-responses.ts'
import { encodeSse } from '../../e2e/fake-upstream/encode-sse.ts'
import type { FakeBlock, FakeMessage } from '../../e2e/fake-upstream/fake-message.ts'
import { findIllegal } from '../../e2e/legal-sequence.ts'
import { collectMessage } from './response/collect-message.ts'
import { createEventWriter } from './response/to-events.ts'
import { ProviderError } from './errors.ts'
import type { MessageEvent } from './messages-api.ts'
import type { TranslatedType } from './resolve-provider.ts'
import { arbitraryParts, type Step } from './testing/arbitrary-parts.ts'
import { arbitraryStream } from './testing/arbitrary-stream.ts'
import { listFixtures } from './testing/list-fixtures.ts'
import { translateStream } from './testing/translate-stream.ts'
import { createToolNames } from './tool-names.ts'

/** Set `PROVIDER_FUZZ=20000` for the full run. */
const RUNS = Number(process.env['PROVIDER_FUZZ'] ?? 500)
const TIMEOUT = Math.max(60_000, RUNS * 60)

const fixtures = await listFixtures()

it('never makes an illegal sequence of a broken stream', { timeout: TIMEOUT }, async () => {
  const seen = { whole: 0, failed: 0, refused: 0 }
  const property = fc.asyncProperty(arbitraryStream(fixtures), fc.nat(), async (stream, nth) => {
    const { fixture, chunks, breaksWith } = stream
    const type = fixture.types[nth % fixture.types.length] ?? fixture.types[0]
    const { events, error } = await translateStream({ type, chunks, ...(breaksWith && { breaksWith }) })
    if (error !== undefined) seen.refused++
    else seen[events.at(-1)?.type === 'error' ? 'failed' : 'whole']++
    expect(error === undefined ? findIllegal(events) : []).toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS })
  // Without enough of each, the test would prove little.
  expect(Math.min(seen.whole, seen.failed, seen.refused)).toBeGreaterThan(RUNS / 20)
})

it('never makes an illegal sequence of parts in any order', () => {
  const types: TranslatedType[] = ['openai', 'openai-responses', 'gemini', 'openrouter', 'groq']
  const property = fc.property(
    arbitraryParts(),
    fc.constantFrom(...types),
    fc.boolean(),
    fc.boolean(),
    (steps, type, keepOneTool, isWhole) => {
      expect(findIllegal(write(steps, { type, keepOneTool, isWhole }))).toEqual([])
    },
  )
  fc.assert(property, { numRuns: RUNS * 4 })
})

/** Drives the writer like `streamEvents`, with `silence` steps in place of time. */
function write(
  steps: readonly Step[],
  { type, keepOneTool, isWhole }: { type: TranslatedType; keepOneTool: boolean; isWhole: boolean },
): MessageEvent[] {
  const writer = createEventWriter({
    provider: { name: 'p', type },
    reportedModel: 'm',
    estimate: 7,
    names: createToolNames(),
    toolIds: new Set(['a']),
    keepOneTool,
    signatureCache: undefined,
    limit: { maxTokens: undefined, stopSequences: [] },
    drainsAfterCut: false,
    isWhole: () => isWhole,
    isBroken: () => false,
    toError: () => new ProviderError('api_error', 'boom'),
  })
  const events = writer.start()
  try {
    for (const step of steps) events.push(...(step.type === 'silence' ? writer.release() : writer.push(step)))
    return [...events, ...writer.end()]
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    return [...events, ...writer.fail(error)]
  }
}

it('loses nothing of a healthy answer, however it is delivered', { timeout: TIMEOUT }, async () => {
  const property = fc.asyncProperty(
    arbitraryMessage(),
    fc.constantFrom<'openai' | 'openai-responses' | 'gemini'>('openai', 'openai-responses', 'gemini'),
    fc.constantFrom(31, 500, 4_000, 64_000),
    async (message, type, size) => {
      const bytes = encode(message, type)
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => {
        return bytes.subarray(i * size, (i + 1) * size)
      })
      const { events } = await translateStream({ type, chunks })
      expect(findIllegal(events)).toEqual([])
      const { content, stop_reason: reason } = collectMessage(events)
      const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []))
      const calls = content.flatMap((block) => (block.type === 'tool_use' ? [[block.name, block.input]] : []))
      expect(texts.join('')).toBe(textsOf(message).join(''))
      expect(calls).toEqual(callsOf(message))
      expect(reason).toBe(calls.length > 0 ? 'tool_use' : 'end_turn')
    },
  )
  await fc.assert(property, { numRuns: RUNS / 5 })
})

function textsOf({ blocks }: FakeMessage): string[] {
  return blocks.flatMap((block) => (block.type === 'text' ? [block.deltas.join('')] : []))
}

function callsOf({ blocks }: FakeMessage): unknown[] {
  return blocks.flatMap((block) => {
    return block.type === 'tool_use' ? [[block.name, JSON.parse(block.deltas.join('') || '{}')]] : []
  })
}

function encode(message: FakeMessage, type: 'openai' | 'openai-responses' | 'gemini'): Buffer {
  const identity = { id: 'id-1', model: 'm' }
  const isNamed = type === 'openai-responses'
  const events = {
    openai: () => toChatEvents(message, { ...identity, dialect: 'openai', includesUsage: true }),
    'openai-responses': () => toResponsesEvents(message, identity),
    gemini: () => toGeminiEvents(message, identity),
  }[type]()
  return Buffer.concat(events.map((event) => encodeSse(event, { eventLines: isNamed })))
}

/** Texts, then thoughts and calls in an order that every format supports. */
function arbitraryMessage(): fc.Arbitrary<FakeMessage> {
  const text = fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 5 })
  const input = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2, noUnicodeString: false }))
  const call = fc.tuple(input, fc.integer({ min: 1, max: 9 }), fc.nat(1e6))
  return fc
    .record({
      thought: fc.option(text, { nil: undefined }),
      said: fc.option(text, { nil: undefined }),
      calls: fc.array(call, { maxLength: 3 }),
      interleaved: fc.boolean(),
    })
    .map(({ thought, said, calls, interleaved }) => {
      const thinking: FakeBlock[] =
        thought === undefined ? [] : [{ type: 'thinking', deltas: thought, signature: 'c2ln' }]
      const texts: FakeBlock[] = said === undefined ? [] : [{ type: 'text', deltas: said }]
      const tools = calls.map(([json, size, n], index): FakeBlock => {
        const deltas = JSON.stringify(json).match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []
        return { type: 'tool_use', id: `call_${index}_${n}`, name: `Tool${index}`, deltas }
      })
      return {
        blocks: [...thinking, ...texts, ...tools],
        stopReason: tools.length > 0 ? 'tool_use' : 'end_turn',
        interleaved,
      }
    })
}
