import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { joinHeaders } from '../headers.ts'
import type { WorkerData } from '../protocol.ts'
import type { EndMessage } from '../row-message.ts'
import type { SummaryParams } from '../../base/request-log-queries.ts'
import type { FilterParams } from '../queries/row-filter.ts'
import { conversationOf } from '../write/read-facts.ts'
import { keepAll } from './fill-engine.ts'
import { naiveList, variedRows } from './naive-list.ts'
import { naiveStats } from './naive-stats.ts'
import { planned } from './plan-rows.ts'
import { openStorageWorker, type TestEngine } from './open-engine.ts'

/** Tests of the list filters, for every database. */
export function describeFiltering(freshTarget: () => Promise<WorkerData['target']>): void {
  const rows = variedRows(500)
  let storageWorker: TestEngine

  beforeEach(async () => {
    storageWorker = openStorageWorker(await freshTarget())
    await keepAll(storageWorker, rows)
  })
  afterEach(() => storageWorker.close())

  it('finds what one would find without a database, page by page', async () => {
    const values = valuesFor(rows.map(({ requestId }) => requestId))
    // All filters combined match nothing.
    const names = fc.subarray(Object.keys(values), { maxLength: 3 })
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        fc.record(values),
        names,
        fc.integer({ min: 20, max: 400 }),
        async (all, some, limit) => {
          const params: FilterParams = Object.fromEntries(
            Object.entries(all).filter(([name]) => some.includes(name)),
          )
          const wanted = naiveList(rows, params)
          found += wanted.length
          expect(await readPages(storageWorker, { ...params, limit })).toEqual({
            ids: wanted,
            total: wanted.length,
          })
          const page = await storageWorker.read('requests', { ...params, page: 2, limit: 7 })
          expect(page.requests.map(({ requestId }) => requestId)).toEqual(wanted.slice(7, 14))
        },
      ),
      { numRuns: 120 },
    )
    expect(found).toBeGreaterThan(4000)
  }, 60_000)

  it('says what one conversation used, by its session or its hash', async () => {
    const session = 'Session-20'
    const finished = rows.flatMap(({ end, ...row }) =>
      end !== undefined && row.sessionId === session ? [{ ...row, end }] : [],
    )
    expect(finished.length).toBeGreaterThan(5)
    const usage = await storageWorker.read('conversationUsage', { session })
    const range = { start: 0, end: Date.UTC(2030, 0) }
    const { total_requests: requests, total_input_tokens: input } = naiveStats(finished).stats(range)
    expect(usage.requests).toBe(requests)
    expect(usage.models.reduce((sum, model) => sum + model.input_tokens, 0)).toBe(input)
    expect(usage.firstRequest).toBe(new Date(finished[0]?.startedAt ?? 0).toISOString())
    expect(await storageWorker.read('conversationUsage', { conversation: conversationOf(session) })).toEqual(
      usage,
    )
    expect(await storageWorker.ask('conversationUsage', { session: 'nobody' })).toBeUndefined()
    expect(await storageWorker.ask('conversationUsage', {})).toBeUndefined()
  })

  it('finds text in request and response bodies, page by page', async () => {
    const asked = (content: string) => JSON.stringify({ messages: [{ role: 'user', content }] })
    const bodies: [id: string, end: Partial<EndMessage>][] = [
      ['quoted', { requestBody: bytes(asked('Say "Größe\nund Ehre" twice')) }],
      ['plain', { responseBody: bytes('no JSON: say "größe\nund ehre"') }],
      [
        'streamed',
        { responseBody: bytes(spoken(['Say \\"GRÖ', 'ßE\\nund ', 'Ehre\\"'])), responseHeaders: STREAM },
      ],
      [
        'packed',
        { responseBody: bytes(gzipSync('{"text":"say \\"größe\\nund ehre\\""}')), responseHeaders: PACKED },
      ],
      ['apart', { responseBody: bytes(spoken(['Größe'], ['und Ehre'])), responseHeaders: STREAM }],
      ['without', {}],
    ]
    const first = Date.UTC(2026, 9, 20)
    const bodied = planned({ count: bodies.length }).map((row, index) => {
      const [requestId = '', end = {}] = bodies[index] ?? []
      return { ...row, requestId, startedAt: first + index, end: { ...row.end, ...end } }
    })
    await keepAll(storageWorker, bodied)
    const find = async (params: Partial<SummaryParams>) =>
      (await readPages(storageWorker, { limit: 2, ...params })).ids
    expect(await find({ body: 'say "größe\nUND' })).toEqual(['packed', 'streamed', 'plain', 'quoted'])
    expect(await find({ body: 'GRÖSSE' })).toEqual([])
    expect(await find({ body: 'größe' })).toEqual(['apart', 'packed', 'streamed', 'plain', 'quoted'])
    expect(await find({ body: 'größe', start: first + 1, end: first + 2 })).toEqual(['streamed', 'plain'])
    expect(await find({ body: 'größe', search: 'QUOT' })).toEqual(['quoted'])
    expect(await find({ body: 'größe', status: 'open' })).toEqual([])
    const page = await storageWorker.read('summaries', { offset: 0, limit: 2, body: 'größe' })
    expect(page).toMatchObject({ total: 2, searchedTo: new Date(first + 3).toISOString() })
  })

  it('looks for whatever text as it is', async () => {
    const odd = [
      '\0',
      '\uD800',
      "'; drop table request; --",
      '%',
      '_',
      '\\',
      ' '.repeat(5000),
      'ß'.repeat(5000),
    ]
    const all = { offset: 0, limit: 0 }
    for (const text of odd) {
      const wanted = naiveList(rows, { search: text })
      expect((await storageWorker.read('summaries', { ...all, search: text })).total).toBe(wanted.length)
      for (const name of [
        'provider',
        'session',
        'conversation',
        'errorType',
        'stopReason',
        'status',
      ] as const)
        expect((await storageWorker.read('summaries', { ...all, [name]: text })).total).toBe(0)
      expect((await storageWorker.read('summaries', { ...all, ids: [text] })).total).toBe(0)
    }
  })
}

const STREAM = joinHeaders(['content-type', 'text/event-stream; charset=utf-8'])
const PACKED = joinHeaders(['content-type', 'application/json', 'content-encoding', 'gzip'])

function bytes(body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(body))
}

/** Text blocks as streamed in pieces; each piece is escaped as in JSON. */
function spoken(...blocks: string[][]): string {
  const delta = (text: string) =>
    `data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"${text}"}}\n\n`
  return blocks
    .map((pieces) => `${pieces.map(delta).join('')}data: {"type":"content_block_stop"}\n\n`)
    .join('')
}

function valuesFor(ids: readonly string[]) {
  const part = fc
    .tuple(fc.constantFrom(...ids), fc.nat({ max: 12 }))
    .map(([id, at]) => id.slice(at, at + 4).toUpperCase())
  const word = fc.oneof(part, fc.constantFrom('claude', 'OVER', 'session-1', 'count_', '529', '%', 'Größe'))
  const time = fc.integer({ min: Date.UTC(2026, 8, 30), max: Date.UTC(2026, 9, 9) })
  return {
    model: fc.constantFrom('', 'all', 'CLAUDE', 'gpt', '%_'),
    start: time,
    end: time,
    search: fc.array(word, { maxLength: 2 }).map((words) => words.join(' ')),
    status: fc.constantFrom('ok', 'error', 'aborted', 'open', '529', '200', '4xx', '2xx', '600', 'nonsense'),
    provider: fc.constantFrom('anthropic', 'OpenAI', 'openai'),
    session: fc.constantFrom('Session-1', 'Session-40', 'session-1'),
    agent: fc.constantFrom('Agent-1', 'agent-1', 'none'),
    conversation: fc.constantFrom(conversationOf('Session-2'), 'none'),
    errorType: fc.constantFrom('overloaded_error', 'upstream_reset', 'overloaded'),
    stopReason: fc.constantFrom('tool_use', 'Größe'),
    routed: fc.boolean(),
    outcome: fc.constantFrom(
      'ok' as const,
      'limited' as const,
      'failed' as const,
      'unsuccessful' as const,
      'left' as const,
      'open' as const,
    ),
    missed: fc.boolean(),
    slow: fc.boolean(),
    minDurationMs: fc.constantFrom(0, 1000, 20_000),
    ids: fc.subarray([...ids], { maxLength: 300 }),
  }
}

async function readPages(
  storageWorker: TestEngine,
  params: Omit<SummaryParams, 'offset'>,
): Promise<{ ids: string[]; total: number }> {
  const ids: string[] = []
  let total = 0
  let before: string | undefined
  do {
    const page = await storageWorker.read('summaries', { ...params, offset: 0, before })
    ids.push(...page.requests.map(({ requestId }) => requestId))
    total = page.total
    before = page.next
  } while (before !== undefined)
  return { ids, total }
}
