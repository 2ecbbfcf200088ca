import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestDetail, RequestList, RequestSummaries } from '../../shared/request-log.ts'
import type { UsageStats } from '../../shared/stats.ts'
import { openStorageWorker, type TestEngine } from './testing/open-engine.ts'

/*
 * A database and a journal written by version 0.1.0 (schema 3), and its responses about them: every later version must
 * read them and report the same values under the same names.
 */
const OLD = join(import.meta.dirname, 'testing/version-3')
const ANSWERS = JSON.parse(readFileSync(join(OLD, 'answers.json'), 'utf8')) as {
  summaries: RequestSummaries
  requests: RequestList
  details: RequestDetail[]
  rateLimits: object
  organizations: object
  stats: UsageStats
}
/** In flight when the program that wrote the file ended. */
const OPEN = 'req-open-00008'

let folder = ''
let storageWorker: TestEngine
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-old-'))
})
afterEach(async () => {
  await storageWorker.close()
  rmSync(folder, { recursive: true })
})

function open(): void {
  storageWorker = openStorageWorker({ file: join(folder, 'signalbox.db') })
}

describe('a database of version 0.1.0', () => {
  beforeEach(() => {
    writeFileSync(
      join(folder, 'signalbox.db'),
      brotliDecompressSync(readFileSync(join(OLD, 'signalbox.db.br'))),
    )
    open()
  })

  it('has the same rows in its lists', async () => {
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
    expect(requests).toHaveLength(8)
    const old = ANSWERS.summaries.requests.filter(({ requestId }) => requestId !== OPEN)
    expect(requests.filter(({ requestId }) => requestId !== OPEN)).toMatchObject(old)
    const { requests: logs } = await storageWorker.read('requests', { page: 1, limit: 50 })
    const oldLogs = ANSWERS.requests.requests.filter(({ requestId }) => requestId !== OPEN)
    expect(logs.filter(({ requestId }) => requestId !== OPEN)).toMatchObject(oldLogs)
  })

  it('has the same details, headers and bodies', async () => {
    for (const old of ANSWERS.details.filter(({ fullId }) => fullId !== OPEN)) {
      expect(await storageWorker.read('request', { id: old.fullId })).toMatchObject(old)
    }
    expect(ANSWERS.details).toHaveLength(8)
  })

  it('has the same sums, organizations and limits', async () => {
    const range = { start: Date.UTC(2026, 10, 20, 12) - 1, end: Date.UTC(2026, 10, 21, 12) }
    const { total_input_tokens, total_output_tokens, total_cache_tokens } = ANSWERS.stats
    const sums = { total_input_tokens, total_output_tokens, total_cache_tokens }
    // The request in flight has ended since.
    expect(await storageWorker.read('stats', range)).toMatchObject({ ...sums, total_requests: 8 })
    const prices = { prices: [] }
    // From the sums by session, by hour and by day.
    for (const groups of [
      ['session', 'agent', 'provider', 'hour'],
      ['project', 'hour'],
      ['provider', 'day'],
      [],
    ] as const) {
      const { total } = await storageWorker.read('usageBy', {
        ...range,
        tz: 'UTC',
        groups,
        source: 'both',
        prices,
      })
      const written = total.cache_creation_5m_input_tokens + total.cache_creation_1h_input_tokens
      expect({
        requests: total.requests,
        total_input_tokens: total.input_tokens,
        total_output_tokens: total.output_tokens,
        total_cache_tokens: total.cache_read_input_tokens + written,
      }).toEqual({ ...sums, requests: 8 })
    }
    expect(await storageWorker.read('organizations', {})).toEqual(ANSWERS.organizations)
    expect(await storageWorker.read('rateLimits', {})).toMatchObject(withoutAges(ANSWERS.rateLimits))
  })
})

it('a journal of version 0.1.0 is replayed into the rows that it wrote itself', async () => {
  copyFileSync(
    join(OLD, 'journal.jsonl'),
    join(folder, 'journal-99999999-00000000-0000-4000-8000-000000000001-1.jsonl'),
  )
  open()
  await storageWorker.runMaintenance()
  const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 0 })
  expect(requests).toHaveLength(8)
  for (const old of ANSWERS.summaries.requests) {
    const id = old.requestId.replace('req-', 'jrn-')
    // A journal has no bodies, so facts that come from bodies are unknown.
    const { requestId: _id, conversationHash: _hash, messageCount: _count, ...told } = old
    const termination = { who: 'crash', phase: 'connect' }
    const expected = old.requestId === OPEN ? { ...told, termination } : told
    expect(requests.find(({ requestId }) => requestId === id)).toMatchObject(expected)
  }
})

function withoutAges(limits: object): object {
  return JSON.parse(JSON.stringify(limits), (key, value: unknown) =>
    key === 'ageMs' ? undefined : value,
  ) as object
}
