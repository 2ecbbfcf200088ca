import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore } from './client/create-store.ts'
import { joinHeaders } from './headers.ts'
import type { EndMessage, RowMessage } from './row-message.ts'
import type { QueryName, QueryParams } from '../base/request-log-queries.ts'
import type { Store } from './client/store.ts'
import { describeEngine } from './testing/describe-engine.ts'
import { createRandom, makeRow } from './testing/make-rows.ts'
import { openStorageWorker } from './testing/open-engine.ts'
import { record, until } from './testing/request.ts'
import { missingPostgres, startPostgres, type TestPostgres } from './testing/start-postgres.ts'

type FinishedRow = RowMessage & { end: EndMessage }

const missing = missingPostgres()
const range = { from: Date.UTC(2026, 9, 20), to: Date.UTC(2026, 9, 30) }
const bounds = { start: range.from + 1234, end: range.to - 5678 }

describe.skipIf(missing !== undefined)(`with a PostgreSQL server ${missing ?? ''}`, () => {
  let postgres: TestPostgres
  let folder = ''
  beforeAll(async () => {
    postgres = await startPostgres()
    folder = await mkdtemp(join(tmpdir(), 'signalbox-store-'))
  })
  afterAll(async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  })

  describeEngine('PostgreSQL', async () => ({ url: await postgres.freshUrl() }))

  it('answers every question as SQLite does', async () => {
    const now = () => range.to
    const engines = [
      openStorageWorker({ file: join(folder, 'equal.db') }, { now }),
      openStorageWorker({ url: await postgres.freshUrl() }, { now }),
    ]
    const models = ['Claude-a', 'claude-b', undefined, 'Ä-model', '_x%']
    const organizations = ['org-b', undefined, 'Org-a', 'ärg']
    const plan = { random: createRandom(9), ...range, count: 700, models, organizations }
    const rows = Array.from({ length: plan.count }, (_, index) => withMore(makeRow(plan, index), index))
    for (const storageWorker of engines)
      for (let at = 0; at < rows.length; at += 70) await storageWorker.persist(rows.slice(at, at + 70))
    await Promise.all(engines.map((storageWorker) => storageWorker.explained()))

    const id = rows[350]?.requestId ?? ''
    const questions: [QueryName, QueryParams<QueryName>][] = [
      ['requests', { page: 2, limit: 30 }],
      ['requests', { page: 1, limit: 30, model: 'CLAUDE' }],
      ['summaries', { offset: 0, limit: 0 }],
      ['summaries', { offset: 13, limit: 40, model: '_', ...bounds }],
      ['request', { id }],
      ['request', { id: id.slice(-8) }],
      ['body', { id, side: 'request' }],
      ['summaries', { offset: 0, limit: 20, search: 'SESSION-1 claude' }],
      ['summaries', { offset: 0, limit: 0, search: id.slice(3, 7), ...bounds }],
      ...['ok', 'error', 'aborted', '5xx', '529'].map((status): [QueryName, QueryParams<QueryName>] => [
        'summaries',
        { offset: 0, limit: 25, status },
      ]),
      ['requests', { page: 1, limit: 9, session: 'session-2', routed: true }],
      ['requests', { page: 1, limit: 9, minDurationMs: 9000, stopReason: 'tool_use' }],
      ['conversationUsage', { session: 'session-2' }],
      ['rateLimits', {}],
      ['latestDate', {}],
      ['stats', { ...bounds, model: 'a' }],
      ['stats', { ...bounds, org: 'ärg' }],
      ['models', bounds],
      ['organizations', {}],
      ...['Europe/Berlin', 'Asia/Kolkata', 'UTC'].flatMap((tz): [QueryName, QueryParams<QueryName>][] => [
        ['daily', { ...bounds, tz }],
        ['usage', { ...bounds, tz }],
        ['hourly', { ...bounds, tz, bucket: 60 }],
        ['hourly', { ...bounds, tz, bucket: 20, org: 'Org-a' }],
      ]),
      ['clear', { before: range.from + 5 * 86_400_000 }],
      ['stats', bounds],
      ['summaries', { offset: 0, limit: 0 }],
    ]
    for (const [name, params] of questions) {
      const [sqlite, other] = await Promise.all(
        engines.map((storageWorker) => storageWorker.ask(name, params)),
      )
      expect(sqlite?.length).toBeGreaterThan(2)
      expect([name, new TextDecoder().decode(other)]).toEqual([name, new TextDecoder().decode(sqlite)])
    }
    await Promise.all(engines.map((storageWorker) => storageWorker.close()))
  })

  it('waits for a server that went away in the middle of its work, and loses nothing', async () => {
    const deps = {
      capture: 'full',
      retention: { maxDays: 30, maxBytes: 0 },
      databaseUrl: await postgres.freshUrl(),
    } as const
    const stores = ['a', 'b'].map((name) => createStore({ folder: join(folder, name), ...deps }))
    const ids: string[] = []
    const more = (store: Store) => {
      const some = Array.from({ length: 1000 }, (_, index) => `request-${ids.length + index}`)
      record(store, some, { requestBody: Buffer.from('{"messages":[]}') })
      ids.push(...some)
    }
    for (const store of stores) more(store)
    // Each store writes continuously.
    const stops = stores.map((store) => store.onStored(() => more(store)))
    await Promise.all(stores.map((store) => new Promise((resolve) => store.onStored(resolve))))
    await postgres.crash()
    for (const stop of stops) stop()
    for (const store of stores) {
      expect(store.state().waiting).toBeGreaterThan(0)
      await until(store, () => store.state().status === 'degraded')
      expect(store.state().reason).toBe('unreachable')
      await expect(store.read('latestDate', {})).rejects.toMatchObject({ reason: 'unreachable' })
    }
    await postgres.start()
    for (const store of stores) {
      await store.flush()
      expect(store.state()).toMatchObject({ status: 'ok', not_kept: 0, restarts: 0, file_bytes: 0 })
    }
    for (const store of stores) {
      const list = await store.read('summaries', { offset: 0, limit: 0 })
      expect(list?.requests.map(({ requestId }) => requestId).toSorted()).toEqual(ids.toSorted())
      await store.close()
    }
  })
})

/** Adds bodies, headers, limits and errors to some rows. */
function withMore(row: FinishedRow, index: number): FinishedRow {
  const messages = [{ role: 'user', content: `question ${index % 40} ${'of many words '.repeat(50)}` }]
  const end: EndMessage = {
    ...row.end,
    requestBody: new Uint8Array(Buffer.from(JSON.stringify({ messages }))),
    responseHeaders: joinHeaders([
      'content-type',
      'application/json',
      'request-id',
      `req_${index}`,
      ...(index % 9 === 0 ? ['anthropic-ratelimit-requests-remaining', String(index)] : []),
    ]),
    ...(index % 11 === 0 && { status: 529, errorType: 'overloaded_error' }),
    ...(index % 13 === 0 && { endedBy: 'client', phase: 'body' }),
  }
  return { ...row, requestHeaders: joinHeaders(['accept', 'application/json']), end }
}
