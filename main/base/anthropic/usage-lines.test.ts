import { describe, expect, it } from 'vitest'
import { fallbackModel, usageLines } from './usage-lines.ts'

const NOTHING = { cacheCreationTokens: 0, cacheCreation1hTokens: 0, cacheReadTokens: 0, webSearchRequests: 0 }
const OWN = { model: 'sonnet' }

describe('usageLines', () => {
  it('is one line of the model that responded, with its cache writes by lifetime', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 2,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      cache_read_input_tokens: 4,
      server_tool_use: { web_search_requests: 5 },
    }
    expect(usageLines(usage, OWN)).toEqual([
      {
        model: 'sonnet',
        inputTokens: 1,
        outputTokens: 2,
        cacheCreationTokens: 30,
        cacheCreation1hTokens: 20,
        cacheReadTokens: 4,
        webSearchRequests: 5,
      },
    ])
  })

  it('adds advisors under their model and compactions under the one that responded', () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 20,
      iterations: [
        { type: 'message', input_tokens: 4, output_tokens: 8 },
        { type: 'compaction', input_tokens: 1000, output_tokens: 100 },
        { type: 'advisor_message', model: 'opus', input_tokens: 300, output_tokens: 30 },
        { type: 'message', input_tokens: 6, output_tokens: 12 },
      ],
    }
    expect(usageLines(usage, OWN)).toEqual([
      { ...NOTHING, model: 'sonnet', inputTokens: 1010, outputTokens: 120 },
      { ...NOTHING, model: 'opus', inputTokens: 300, outputTokens: 30 },
    ])
  })

  it('leaves out the declined attempt of a fallback', () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 20,
      iterations: [
        { type: 'message', model: 'fable', input_tokens: 10, output_tokens: 7 },
        { type: 'fallback_message', model: 'opus', input_tokens: 10, output_tokens: 20 },
      ],
    }
    expect(fallbackModel(usage)).toBe('opus')
    expect(usageLines(usage, { model: 'opus' })).toEqual([
      { ...NOTHING, model: 'opus', inputTokens: 10, outputTokens: 20 },
    ])
  })

  it('marks what changes the price, by the response', () => {
    const marks = (usage: object, isLocal = false) =>
      usageLines({ output_tokens: 1, ...usage }, { ...OWN, isLocal })[0]?.priceMarks
    expect(marks({})).toBeUndefined()
    expect(marks({ speed: 'standard', inference_geo: 'global', service_tier: 'standard' })).toBeUndefined()
    expect(marks({ speed: 'fast', inference_geo: 'us', service_tier: 'batch' })).toBe('fast us batch')
    expect(marks({}, true)).toBe('local')
    expect(marks({ input_tokens: 100_000 })).toBeUndefined()
    expect(marks({ input_tokens: 1, cache_read_input_tokens: 100_000 })).toBe('over100k')
    expect(marks({ cache_creation_input_tokens: 300_000 })).toBe('over272k')
  })

  it('measures each prompt, not their sum, where a response had several', () => {
    const part = { type: 'message', input_tokens: 60_000, output_tokens: 1 }
    const usage = { input_tokens: 120_000, output_tokens: 2, iterations: [part, part] }
    expect(usageLines(usage, OWN)).toEqual([
      { ...NOTHING, model: 'sonnet', inputTokens: 120_000, outputTokens: 2 },
    ])
    const long = { ...part, input_tokens: 150_000 }
    const mixed = { ...usage, input_tokens: 210_000, iterations: [part, long] }
    expect(usageLines(mixed, OWN).map((line) => [line.priceMarks, line.inputTokens])).toEqual([
      [undefined, 60_000],
      ['over100k', 150_000],
    ])
  })

  it('believes the top level where iterations do not add up to it', () => {
    const iterations = [{ type: 'message', input_tokens: 1 }, { type: 'message' }]
    expect(usageLines({ input_tokens: 7, output_tokens: 2, iterations }, OWN)).toEqual([
      { ...NOTHING, model: 'sonnet', inputTokens: 7, outputTokens: 2 },
    ])
  })

  it.each([[null], ['text'], [{ type: 'advisor_message', model: 7, output_tokens: -1 }], [[]]])(
    'takes no nonsense for usage: %j',
    (iteration) => {
      const usage = { output_tokens: 2, iterations: [iteration] }
      expect(usageLines(usage, OWN)).toEqual([
        { ...NOTHING, model: 'sonnet', inputTokens: 0, outputTokens: 2 },
      ])
    },
  )
})
