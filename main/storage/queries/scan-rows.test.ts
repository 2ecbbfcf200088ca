import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../database.ts'
import { MIGRATIONS } from '../migrations.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'
import type { RowFilter } from './row-filter.ts'
import type { Condition } from './condition.ts'
import { chunksOf, scanPlaces } from './scan-rows.ts'

const ROWS = 45_000
/** Number of requests that began in the same ms. */
const CROWD = 21_000
const EVERYTHING: RowFilter = { conditions: [], indexed: false, stop: undefined }

describe('walking the rows', () => {
  let folder = ''
  let database: Database
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-store-'))
    const file = join(folder, 'walk.db')
    database = openSqlite({
      file,
      migrations: MIGRATIONS,
      busyTimeoutMs: 50,
      now: Date.now,
      onSetAside: () => expect.fail(),
    })
    await sql`
      insert into request (request_key, run_id, started_at, method_id, endpoint_id, model_id, organization_id)
      with recursive n(i) as (select 0 union all select i + 1 from n where i < ${ROWS - 1})
      select 'key-' || i, 1, max(i, ${CROWD}), 1, 1, i % 3, 0 from n`.execute(database.db)
  })
  afterEach(async () => {
    await database.close()
    await rm(folder, { recursive: true })
  })

  async function idsOf(chunks: AsyncGenerator<Condition>): Promise<number[][]> {
    const all: number[][] = []
    for await (const chunk of chunks) {
      const { rows } = await sql<{ id: number }>`
        select id from request where ${chunk} order by started_at desc, id desc`.execute(database.db)
      all.push(rows.map(({ id }) => id))
    }
    return all
  }
  function walk(filter: Partial<RowFilter> = {}): Promise<number[][]> {
    const deps = { database, bounds: async () => ({ from: CROWD, to: ROWS }) }
    return idsOf(chunksOf(deps, { ...EVERYTHING, ...filter }))
  }
  const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1)
  const sorted = (chunks: number[][]) => chunks.flat().toSorted((a, b) => a - b)

  it('looks at every row once, in several steps', async () => {
    const all = await walk()
    expect(sorted(all)).toEqual(ids(0, ROWS))
    expect(all.length).toBeGreaterThan(2)
  })

  it('looks at what a range and models leave', async () => {
    const long = await walk({ range: { from: 0, to: ROWS - 5 }, modelIds: [0, 2] })
    expect(sorted(long)).toEqual(ids(0, ROWS - 5).filter((id) => (id - 1) % 3 !== 1))
    const short = await walk({ range: { from: ROWS - 3000, to: ROWS - 5 } })
    expect(sorted(short)).toEqual(ids(ROWS - 3000, ROWS - 5))
    expect(short.length).toBeGreaterThan(1)
  })

  it('gives the newest ones first, and many of the same time together', async () => {
    const all: number[][] = []
    for await (const places of scanPlaces(database.db, EVERYTHING, undefined))
      all.push(places.map(({ id }) => id))
    expect(all.flat()).toEqual(ids(0, ROWS).toReversed())
    expect(Math.max(...all.map(({ length }) => length))).toBeGreaterThan(CROWD)
  })

  it('ends once its caller has gone', async () => {
    const stop = new Int32Array(new SharedArrayBuffer(4))
    expect((await walk({ stop })).length).toBeGreaterThan(1)
    Atomics.store(stop, 0, 1)
    expect((await walk({ stop })).length).toBe(1)
  })
})
