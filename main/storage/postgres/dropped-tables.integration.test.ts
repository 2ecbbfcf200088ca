import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore } from '../client/create-store.ts'
import type { Store } from '../client/store.ts'
import { record, until } from '../testing/request.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../testing/start-postgres.ts'

const missing = missingPostgres()

describe.skipIf(missing !== undefined)(`with a PostgreSQL server ${missing ?? ''}`, () => {
  let postgres: TestPostgres
  let folder = ''
  beforeAll(async () => {
    postgres = await startPostgres()
    folder = mkdtempSync(join(tmpdir(), 'signalbox-dropped-'))
  })
  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function run(url: string, statement: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query<Record<string, unknown>>(statement)
    await client.end()
    return rows
  }
  const start = (url: string): Store =>
    createStore({ folder, databaseUrl: url, capture: 'full', retention: { maxDays: 0, maxBytes: 0 } })
  const idsOf = async (store: Store) =>
    ((await store.read('summaries', { offset: 0, limit: 0 }))?.requests ?? [])
      .map(({ requestId }) => requestId)
      .toSorted()

  it.each([
    ['a table is dropped', 'drop table signalbox.request', true],
    ['the table of bodies is dropped', 'drop table signalbox.body', true],
    ['a column is dropped', 'alter table signalbox.request drop column model_id', true],
    ['a table is renamed', 'alter table signalbox.request rename to elsewhere', true],
    ['the schema is dropped', 'drop schema signalbox cascade', false],
    ['the schema is renamed', 'alter schema signalbox rename to elsewhere', false],
  ])(
    'loses nothing from then on when %s, keeps what is left, and says so',
    async (_title, statement, isAside) => {
      const url = await postgres.freshUrl()
      const store = start(url)
      const body = { requestBody: Buffer.from('{"messages":[]}') }
      record(store, ['before'], body)
      await store.flush()
      await run(url, statement)
      record(store, ['after'], body)
      await store.flush()
      record(store, ['again'], body)
      await store.flush()
      expect(await idsOf(store)).toEqual(['after', 'again'])
      const { set_aside: aside, ...state } = store.state()
      expect(state).toMatchObject({ reason: null, not_kept: 0, bodies_not_kept: 0 })
      expect(aside.map((name) => name.replace(/\d+$/, ''))).toEqual(isAside ? ['signalbox_corrupt_'] : [])
      await store.close()
      const schemas = await run(
        url,
        "select nspname as name from pg_namespace where nspname like 'signalbox_corrupt_%'",
      )
      expect(schemas.map(({ name }) => name)).toEqual(aside)

      const next = start(url)
      expect(await idsOf(next)).toEqual(['after', 'again'])
      await next.close()
    },
  )

  it('notices when it reads that the dictionary was dropped, whose texts it remembers', async () => {
    const url = await postgres.freshUrl()
    const store = start(url)
    record(store, ['before'])
    await store.flush()
    await run(url, 'drop table signalbox.term')
    expect(await idsOf(store)).toEqual([])
    record(store, ['after'])
    await store.flush()
    expect(await idsOf(store)).toEqual(['after'])
    expect(store.state()).toMatchObject({ reason: null, not_kept: 0 })
    expect(store.state().set_aside).toHaveLength(1)
    await store.close()
  })

  it('starts with a schema of which a table is missing', async () => {
    const url = await postgres.freshUrl()
    const first = start(url)
    record(first, ['before'])
    await first.flush()
    await first.close()
    await run(url, 'drop table signalbox.run')
    const store = start(url)
    record(store, ['after'])
    await store.flush()
    expect(await idsOf(store)).toEqual(['after'])
    expect(store.state().set_aside).toHaveLength(1)
    await store.close()
  })

  it('leaves a schema that another program made meanwhile alone, and keeps the rows until it is gone', async () => {
    const url = await postgres.freshUrl()
    const store = start(url)
    record(store, ['before'])
    await store.flush()
    await run(
      url,
      'drop schema signalbox cascade; create schema signalbox; create table signalbox.request (id int)',
    )
    record(store, ['after'])
    await until(store, () => store.state().reason === 'foreign')
    expect(await run(url, "select tablename from pg_tables where schemaname = 'signalbox'")).toEqual([
      { tablename: 'request' },
    ])
    await run(url, 'drop schema signalbox cascade')
    await store.flush()
    expect(await idsOf(store)).toEqual(['after'])
    expect(store.state()).toMatchObject({ not_kept: 0, set_aside: [] })
    await store.close()
  })

  it('still drops only the row that no column accepts, though tables and columns were added', async () => {
    const url = await postgres.freshUrl()
    const store = start(url)
    record(store, ['before'])
    await store.flush()
    await run(
      url,
      `create table signalbox.notes (id int); alter table signalbox.request add column note text;
       alter table signalbox.request add constraint odd check (status <> 418)`,
    )
    record(store, ['right'], { status: 200 })
    record(store, ['odd'], { status: 418 })
    await store.flush()
    expect(await idsOf(store)).toEqual(['before', 'right'])
    expect(store.state()).toMatchObject({ not_kept: 1, set_aside: [] })
    await store.close()
  })
})
