import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Migration, MIGRATIONS, POSTGRES_WORDS } from '../migrations.ts'
import { fill } from '../testing/fill-engine.ts'
import { openStorageWorker, type TestEngine } from '../testing/open-engine.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../testing/start-postgres.ts'

const missing = missingPostgres()

describe.skipIf(missing !== undefined)(`a PostgreSQL database of others ${missing ?? ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  async function run(url: string, ...statements: string[]): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    let rows: unknown[] = []
    for (const statement of statements) rows = (await client.query<object>(statement)).rows
    await client.end()
    return rows
  }
  /** All tables, columns and rows in `public`. */
  async function publicOf(url: string): Promise<string> {
    const tables = await run(
      url,
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    )
    const contents = await Promise.all(
      tables.map((table) =>
        run(url, `select to_jsonb(t) from public.${JSON.stringify(nameOf(table))} t order by 1`),
      ),
    )
    return JSON.stringify([tables, contents])
  }
  /** An earlier Signalbox's tables in `public`, with the rows of a current one. */
  async function oldLayout(url: string, version: number): Promise<void> {
    const statements = MIGRATIONS.slice(0, version).flatMap((migration: Migration) =>
      migration(POSTGRES_WORDS),
    )
    await run(
      url,
      'create table meta (key text primary key, value text not null)',
      ...statements,
      `insert into meta values ('schema_version', '${version}')`,
      `insert into run (instance, host, pid, started_at, heartbeat_at, ended_at) values ('old', 'h', 1, 0, 0, 0)`,
      `insert into term (kind, text) values (1, 'POST'), (2, '/v1/messages'), (3, 'old-model')`,
      `insert into request (request_key, run_id, started_at, method_id, endpoint_id, model_id, organization_id, who, phase)
        values ('dlo', 1, 1760000000000, 1, 2, 3, 0, 1, 5)`,
    )
  }
  async function withEngine<T>(
    url: string,
    act: (storageWorker: TestEngine) => Promise<T>,
    maxDays = 0,
  ): Promise<T> {
    const storageWorker = openStorageWorker({ url }, { maxDays })
    try {
      return await act(storageWorker)
    } finally {
      await storageWorker.close()
    }
  }
  const old = async (storageWorker: TestEngine) =>
    (await storageWorker.read('request', { id: 'old' }))?.fullId
  const total = async (storageWorker: TestEngine) =>
    (await storageWorker.read('requests', { page: 1, limit: 1 })).total

  it.each([
    [
      'has a table of its own that is called meta',
      [
        'create table meta (key text primary key, value text not null)',
        "insert into meta values ('shop', 'x')",
      ],
    ],
    [
      'says that its schema is of version 2',
      [
        'create table meta (key text primary key, value text not null)',
        "insert into meta values ('schema_version', '2')",
        'create table request (id bigint primary key, started_at bigint)',
        'insert into request values (1, 1)',
      ],
    ],
    [
      'has tables of all our names',
      [
        'run',
        'term',
        'request',
        'header_page',
        'body',
        'block',
        'usage_line',
        'hour_usage',
        'day_usage',
        'rate_limit',
      ]
        .map(
          (name) =>
            `create table ${name} (id bigint primary key, started_at bigint not null default 1, newest_at bigint not null default 1)`,
        )
        .concat(
          'create table meta (key text primary key, value text not null)',
          "insert into meta values ('schema_version', '2')",
          'insert into request values (1, 1, 1)',
          'insert into header_page values (1, 1, 1)',
        ),
    ],
    ['has a meta of other columns', ['create table meta (id bigint, name text)']],
    ['has our tables, and more in meta than we wrote', ['shop']],
  ])('that %s is used without a change to it', async (_title, statements) => {
    const url = await postgres.freshUrl()
    if (statements[0] === 'shop') {
      await oldLayout(url, 2)
      await run(url, "insert into meta values ('currency', 'EUR')")
    } else await run(url, ...statements)
    const before = await publicOf(url)
    await withEngine(
      url,
      async (storageWorker) => {
        await fill(storageWorker, { count: 20, from: Date.now() - 90 * 86_400_000, to: Date.now() })
        await storageWorker.runMaintenance()
        expect(await total(storageWorker)).toBeLessThan(20)
        await storageWorker.read('clear', {})
      },
      30,
    )
    expect(await publicOf(url)).toBe(before)
  })

  it.each([1, 2])(
    'with the tables of an earlier Signalbox, version %d, has them moved with their rows',
    async (version) => {
      const url = await postgres.freshUrl()
      await oldLayout(url, version)
      await run(url, 'create table shop (id bigint primary key)')
      await withEngine(url, async (storageWorker) => {
        expect(await old(storageWorker)).toBe('old')
        await fill(storageWorker, { count: 5 })
        // The sums are made again from the rows.
        expect(await total(storageWorker)).toBe(6)
      })
      expect(await run(url, "select tablename as name from pg_tables where schemaname = 'public'")).toEqual([
        { name: 'shop' },
      ])
      await withEngine(url, async (storageWorker) => expect(await old(storageWorker)).toBe('old'))
    },
  )

  it('is moved once by two that start at once', async () => {
    const url = await postgres.freshUrl()
    await oldLayout(url, 1)
    const totals = await Promise.all([1, 2, 3].map(() => withEngine(url, old)))
    expect(totals).toEqual(['old', 'old', 'old'])
  })

  it('that has a schema of our name is refused as foreign, untouched', async () => {
    const url = await postgres.freshUrl()
    await run(
      url,
      'create schema signalbox',
      'create table signalbox.request (id bigint)',
      'insert into signalbox.request values (1)',
    )
    await withEngine(url, async (storageWorker) => {
      await expect(storageWorker.ask('latestDate', {})).rejects.toMatchObject({ reason: 'foreign' })
    })
    expect(await run(url, "select tablename as name from pg_tables where schemaname = 'signalbox'")).toEqual([
      { name: 'request' },
    ])
    expect(await run(url, 'select * from signalbox.request')).toEqual([{ id: '1' }])
  })

  it('of a newer Signalbox is refused, untouched', async () => {
    const url = await postgres.freshUrl()
    await withEngine(url, total)
    await run(url, "update signalbox.meta set value = '99' where key = 'schema_version'")
    await withEngine(url, async (storageWorker) => {
      await expect(storageWorker.ask('latestDate', {})).rejects.toMatchObject({ reason: 'newer_schema' })
    })
  })

  it('is used by a role that may create no schema, where one was made for it', async () => {
    const url = await postgres.freshUrl()
    const name = new URL(url).pathname.slice(1)
    await run(url, `create role limited_${name} login`, `revoke create on database ${name} from public`)
    const limited = url.replace('postgres@', `limited_${name}@`)
    await withEngine(limited, async (storageWorker) => {
      await expect(storageWorker.ask('latestDate', {})).rejects.toMatchObject({ reason: 'unreachable' })
    })
    await run(url, `create schema signalbox authorization limited_${name}`)
    await withEngine(limited, async (storageWorker) => {
      await fill(storageWorker, { count: 3 })
      expect(await total(storageWorker)).toBe(3)
    })
  })
})

function nameOf(row: unknown): string {
  return typeof row === 'object' && row !== null && 'name' in row ? String(row.name) : ''
}
