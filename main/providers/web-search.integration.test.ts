import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FakeMessage } from '../../e2e/fake-upstream/fake-message.ts'
import { toGeminiEvents } from '../../e2e/fake-upstream/formats/to-gemini.ts'
import { toResponsesEvents } from '../../e2e/fake-upstream/formats/to-responses.ts'
import type { SseEvent } from '../../e2e/fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from '../../e2e/fake-upstream/start-fake-upstream.ts'
import { findIllegal } from '../../e2e/legal-sequence.ts'
import { askForEvents } from '../../e2e/provider-rig/provider-rig.ts'
import { collectMessage } from './response/collect-message.ts'

/* Claude Code's WebSearch sends a request with only a search, and reads the results from the text. */

let upstream: FakeUpstream
beforeAll(async () => {
  upstream = await startFakeUpstream()
})
afterAll(() => upstream.close())

const BODY = {
  max_tokens: 1_000,
  messages: [{ role: 'user', content: 'Perform a web search for the query: signal boxes' }],
  tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 8 }],
  tool_choice: { type: 'tool', name: 'web_search' },
}
const FOUND: FakeMessage = {
  blocks: [{ type: 'text', deltas: ['There are ', 'many.'] }],
  stopReason: 'end_turn',
}
const IDENTITY = { id: 'resp_1', model: 'm' }

it.each(['openai-responses', 'xai'] as const)('is a search of %s, with its answer', async (type) => {
  upstream.reply([{ kind: 'events', events: searched(toResponsesEvents(FOUND, IDENTITY)) }])
  const events = await askForEvents(upstream, { type, body: BODY })
  expect(sent()).toMatchObject({ tools: [{ type: 'web_search' }] })
  expectFound(events)
})

it('is a search of Gemini, with its answer', async () => {
  const found = toGeminiEvents(FOUND, IDENTITY).map(({ event, data }) => {
    const chunk = JSON.parse(data)
    const web = { uri: 'https://a.test', title: 'A' }
    chunk.candidates[0].groundingMetadata = { groundingChunks: [{ web }], webSearchQueries: ['signal boxes'] }
    return { event, data: JSON.stringify(chunk) }
  })
  upstream.reply([{ kind: 'events', events: found, sse: { eventLines: false } }])
  const events = await askForEvents(upstream, { type: 'gemini', body: BODY })
  expect(sent()).toMatchObject({ tools: [{ googleSearch: {} }] })
  expectFound(events)
})

it('is refused if the provider cannot search', async () => {
  const count = upstream.requests.length
  await expect(askForEvents(upstream, { type: 'groq', body: BODY })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('tools.0: the tool "web_search_20250305" runs at Anthropic'),
  })
  expect(upstream.requests).toHaveLength(count)
})

function sent(): unknown {
  return JSON.parse(upstream.requests.at(-1)?.body.toString() ?? '')
}

function expectFound(events: Parameters<typeof collectMessage>[0]): void {
  expect(findIllegal(events)).toEqual([])
  expect(collectMessage(events)).toMatchObject({
    content: [{ type: 'text', text: 'There are many.' }],
    stop_reason: 'end_turn',
  })
}

/** The service announces a search before its results. */
function searched(events: readonly SseEvent[]): SseEvent[] {
  const item = { type: 'web_search_call', id: 'ws_1', status: 'completed' }
  const action = { type: 'search', query: 'signal boxes' }
  const steps = [
    { type: 'response.output_item.added', item: { ...item, status: 'in_progress' } },
    { type: 'response.web_search_call.in_progress', item_id: 'ws_1' },
    { type: 'response.web_search_call.searching', item_id: 'ws_1' },
    { type: 'response.web_search_call.completed', item_id: 'ws_1' },
    { type: 'response.output_item.done', item: { ...item, action } },
  ].map((step) => ({
    event: step.type,
    data: JSON.stringify({ ...step, output_index: 90, sequence_number: 2 }),
  }))
  return [...events.slice(0, 2), ...steps, ...events.slice(2)]
}
