import { applyPatches } from '../base/json/apply-patches.ts'
import { runAtOnce } from '../base/work-in-parts.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FakeMessage } from '../../e2e/fake-upstream/fake-message.ts'
import { toGeminiEvents } from '../../e2e/fake-upstream/formats/to-gemini.ts'
import { toResponsesEvents } from '../../e2e/fake-upstream/formats/to-responses.ts'
import type { SseEvent } from '../../e2e/fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from '../../e2e/fake-upstream/start-fake-upstream.ts'
import { findIllegal } from '../../e2e/legal-sequence.ts'
import { askForEvents, askForMessage } from '../../e2e/provider-rig/provider-rig.ts'
import type { Message } from './messages-api.ts'
import { collectMessage } from './response/collect-message.ts'
import { findForeignThinking } from './find-foreign-thinking.ts'

/*
 * Claude Code's WebSearch sends a request with only a search. It reads the text and the links of the results, and shows
 * how many searches there were.
 */

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
  expectFound(events, [{ query: 'signal boxes', links: [['Title of A', 'https://a.test']] }])
})

it('is a search of Gemini, with its answer', async () => {
  const found = toGeminiEvents(FOUND, IDENTITY).map(({ event, data }) => {
    const chunk = JSON.parse(data)
    const webs = [
      { uri: 'https://a.test', title: 'A' },
      { uri: 'https://b.test', title: 'B' },
    ]
    const groundingChunks = webs.map((web) => ({ web }))
    const webSearchQueries = ['signal boxes', 'railway signals']
    chunk.candidates[0].groundingMetadata = { groundingChunks, webSearchQueries }
    return { event, data: JSON.stringify(chunk) }
  })
  upstream.reply([{ kind: 'events', events: found, sse: { eventLines: false } }])
  const events = await askForEvents(upstream, { type: 'gemini', body: BODY })
  expect(sent()).toMatchObject({ tools: [{ googleSearch: {} }] })
  const links = [
    ['A', 'https://a.test'],
    ['B', 'https://b.test'],
  ]
  expectFound(events, [
    { query: 'signal boxes', links },
    { query: 'railway signals', links: [] },
  ])
})

it.each([true, false])(
  'counts searches, not opened pages, and names what was found once (stream: %s)',
  async (stream) => {
    const searches = [
      { type: 'search', query: 'one', sources: [{ type: 'url', url: 'https://a.test' }] },
      { type: 'open_page', url: 'https://a.test' },
      {
        type: 'search',
        query: 'two',
        sources: [
          { type: 'url', url: 'https://a.test' },
          { type: 'url', url: 'https://b.test' },
        ],
      },
      { type: 'search', query: 'none', sources: [] },
    ]
    const message = await searchWith(searches, stream)
    expect(message).toMatchObject({
      usage: { server_tool_use: { web_search_requests: 3 } },
      content: [
        { type: 'text', text: 'There are many.' },
        { type: 'server_tool_use', input: { query: 'one' } },
        { type: 'web_search_tool_result', content: [{ url: 'https://a.test', title: 'https://a.test' }] },
        { type: 'server_tool_use', input: { query: 'two' } },
        { type: 'web_search_tool_result', content: [{ url: 'https://b.test' }] },
        { type: 'server_tool_use', input: { query: 'none' } },
        { type: 'web_search_tool_result', content: [] },
      ],
    })
  },
)

it('leaves the searches out of a conversation that goes on at Anthropic', async () => {
  const { content } = await searchWith([{ type: 'search', query: 'one', sources: [] }], true)
  const asked = {
    model: 'm',
    messages: [
      { role: 'assistant', content },
      { role: 'user', content: 'more' },
    ],
  }
  const json = Buffer.from(JSON.stringify(asked))
  const sentOn = JSON.parse(applyPatches(json, runAtOnce(findForeignThinking(json))).toString())
  expect(sentOn.messages[0].content).toEqual([{ type: 'text', text: 'There are many.' }])
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

interface Found {
  query: string
  /** Title and address. */
  links: string[][]
}

function expectFound(events: Parameters<typeof collectMessage>[0], searches: readonly Found[]): void {
  expect(findIllegal(events)).toEqual([])
  const { content, ...message } = collectMessage(events)
  expect(message).toMatchObject({
    stop_reason: 'end_turn',
    usage: { server_tool_use: { web_search_requests: searches.length } },
  })
  expect(content[0]).toEqual({ type: 'text', text: 'There are many.' })
  const pairs = content.slice(1).flatMap((block, at, all) => {
    const next = all[at + 1]
    if (block.type !== 'server_tool_use' || next?.type !== 'web_search_tool_result') return []
    expect(next.tool_use_id).toBe(block.id)
    return [{ query: block.input['query'], links: next.content.map(({ title, url }) => [title, url]) }]
  })
  expect(pairs).toEqual(searches)
  expect(content).toHaveLength(1 + 2 * searches.length)
}

/** The message for an answer of the Responses API with these steps of its search. */
async function searchWith(actions: readonly object[], stream: boolean): Promise<Message> {
  const items = actions.map((action, at) => ({
    type: 'web_search_call',
    id: `ws_${at}`,
    status: 'completed',
    action,
  }))
  const events = toResponsesEvents(FOUND, IDENTITY)
  const added = items.flatMap((item, at) =>
    ['added', 'done'].map((step) => {
      const type = `response.output_item.${step}`
      return { event: type, data: JSON.stringify({ type, item, output_index: 50 + at, sequence_number: 2 }) }
    }),
  )
  const last = JSON.parse(events.at(-1)?.data ?? '')
  const whole = { ...last.response, output: [...items, ...last.response.output] }
  upstream.reply([
    stream
      ? { kind: 'events', events: [...events.slice(0, 2), ...added, ...events.slice(2)] }
      : {
          kind: 'http',
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(whole),
        },
  ])
  return await askForMessage(upstream, { type: 'openai-responses', body: BODY, stream })
}

/** The service announces a search before its results. */
function searched(events: readonly SseEvent[]): SseEvent[] {
  const item = { type: 'web_search_call', id: 'ws_1', status: 'completed' }
  const action = { type: 'search', query: 'signal boxes', sources: [{ type: 'url', url: 'https://a.test' }] }
  const annotation = {
    type: 'url_citation',
    url: 'https://a.test',
    title: 'Title of A',
    start_index: 0,
    end_index: 5,
  }
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
  const cites = events.findLastIndex(({ event }) => event === 'response.output_text.delta') + 1
  const type = 'response.output_text.annotation.added'
  const cited = {
    type,
    annotation,
    output_index: 0,
    item_id: 'm',
    content_index: 0,
    annotation_index: 0,
    sequence_number: 3,
  }
  return [
    ...events.slice(0, 2),
    ...steps,
    ...events.slice(2, cites),
    { event: type, data: JSON.stringify(cited) },
    ...events.slice(cites),
  ]
}
