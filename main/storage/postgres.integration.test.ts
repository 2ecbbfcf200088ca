import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore } from './create-store.ts'
import type { QueryName, QueryParams } from './queries/run-query.ts'
import { describeEngine } from './testing/describe-engine.ts'
import { createRandom, makeRow } from './testing/make-rows.ts'
import { openEngine } from './testing/open-engine.ts'
import { record, until } from './testing/request.ts'
import { missingPostgres, startPostgres, type TestPostgres } from './testing/start-postgres.ts'

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
    const engines = [
      openEngine({ file: join(folder, 'equal.db') }),
      openEngine({ url: await postgres.freshUrl() }),
    ]
    const models = ['Claude-a', 'claude-b', undefined, 'Ä-model', '_x%']
    const organizations = ['org-b', undefined, 'Org-a', 'ärg']
    const plan = { random: createRandom(9), ...range, count: 700, models, organizations }
    const rows = Array.from({ length: plan.count }, (_, index) => makeRow(plan, index))
    for (const engine of engines)
      for (let at = 0; at < rows.length; at += 70) await engine.keep(rows.slice(at, at + 70))

    const id = rows[350]?.requestId ?? ''
    const questions: [QueryName, QueryParams<QueryName>][] = [
      ['requests', { page: 2, limit: 30 }],
      ['requests', { page: 1, limit: 30, model: 'CLAUDE' }],
      ['summaries', { offset: 0, limit: 0 }],
      ['summaries', { offset: 13, limit: 40, model: '_', ...bounds }],
      ['request', { id }],
      ['request', { id: id.slice(-8) }],
      ['latestDate', {}],
      ['stats', { ...bounds, model: 'a' }],
      ['stats', { ...bounds, org: 'ärg' }],
      ['models', bounds],
      ['organizations', {}],
      ...['Europe/Berlin', 'Asia/Kolkata', 'UTC'].flatMap((tz): [QueryName, QueryParams<QueryName>][] => [
        ['daily', { ...bounds, tz }],
        ['hourly', { ...bounds, tz, bucket: 60 }],
        ['hourly', { ...bounds, tz, bucket: 20, org: 'Org-a' }],
      ]),
      ['clear', { before: range.from + 5 * 86_400_000 }],
      ['stats', bounds],
      ['summaries', { offset: 0, limit: 0 }],
    ]
    for (const [name, params] of questions) {
      const [sqlite, other] = await Promise.all(engines.map((engine) => engine.ask(name, params)))
      expect(sqlite?.length).toBeGreaterThan(2)
      expect([name, new TextDecoder().decode(other)]).toEqual([name, new TextDecoder().decode(sqlite)])
    }
    await Promise.all(engines.map((engine) => engine.close()))
  })

  it('waits for a server that went away, and loses nothing', { timeout: 60_000 }, async () => {
    const deps = {
      capture: 'full',
      retention: { maxDays: 30, maxBytes: 0 },
      databaseUrl: await postgres.freshUrl(),
    } as const
    const stores = ['a', 'b'].map((name) => createStore({ folder: join(folder, name), ...deps }))
    for (const [index, store] of stores.entries())
      record(store, [`before-${index}`], { requestBody: Buffer.from('{"messages":[]}') })
    await Promise.all(stores.map((store) => store.flush()))
    await postgres.crash()
    for (const [index, store] of stores.entries()) {
      record(store, [`away-${index}`])
      await until(store, () => store.state().status === 'degraded')
      expect(store.state().reason).toBe('unreachable')
      await expect(store.read('latestDate', {})).rejects.toMatchObject({ reason: 'unreachable' })
    }
    await postgres.start()
    for (const store of stores) {
      await store.flush()
      expect(store.state()).toMatchObject({ status: 'ok', not_kept: 0, file_bytes: 0 })
    }
    for (const store of stores) {
      const list = await store.read('summaries', { offset: 0, limit: 0 })
      const ids = list?.requests.map(({ requestId }) => requestId)
      expect(ids?.toSorted()).toEqual(['away-0', 'away-1', 'before-0', 'before-1'])
      await store.close()
    }
  })
})
