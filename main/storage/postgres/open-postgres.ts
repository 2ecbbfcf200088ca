import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Database } from '../database.ts'
import { StorageError } from '../failure.ts'
import { type Migration, POSTGRES_WORDS } from '../migrations.ts'
import type { Schema } from '../schema.ts'

/** PostgreSQL takes 65,535 parameters in one statement. */
const MOST_PARAMETERS = 30_000
/** Any number, the same in every Signalbox: who holds it migrates. */
const MIGRATION_LOCK = 7_210_945_561

export interface PostgresOptions {
  /** `postgres://…`; never logged: it holds a password. */
  url: string
  migrations: readonly Migration[]
}

/** @throws StorageError `newer_schema`, having changed nothing; or pg's own error */
export async function openPostgres({ url, migrations }: PostgresOptions): Promise<Database> {
  // Only where it is used: the embedded default shall not pay for it.
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5000,
    statement_timeout: 60_000,
    application_name: 'signalbox',
    // pg gives a `bigint` as text, because it may pass 2^53. Ours do not.
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  })
  // An idle connection that breaks is replaced by the next use; one in use says so to its next statement, too.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db, migrations)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return wrap(db)
}

/** One transaction for all steps: PostgreSQL's tables are as transactional as its rows. */
async function migrate(db: Kysely<Schema>, migrations: readonly Migration[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx)
    await sql`create table if not exists meta (key text primary key, value text not null)`.execute(trx)
    const row = await trx
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'schema_version')
      .executeTakeFirst()
    const version = Number(row?.value ?? 0)
    if (version > migrations.length)
      throw new StorageError('newer_schema', `version ${version} of the schema`)
    if (version === migrations.length) return
    for (const migration of migrations.slice(version)) {
      for (const statement of migration(POSTGRES_WORDS)) await sql.raw(statement).execute(trx)
    }
    await trx
      .insertInto('meta')
      .values({ key: 'schema_version', value: String(migrations.length) })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
      )
      .execute()
  })
}

function wrap(db: Kysely<Schema>): Database {
  return {
    kind: 'postgres',
    db,
    transaction: (work) => db.transaction().execute(work),
    async insertAll(rows, build) {
      const columns = Object.keys(rows[0] ?? {}).length
      const chunk = Math.max(1, Math.floor(MOST_PARAMETERS / Math.max(1, columns)))
      const returned: Awaited<ReturnType<ReturnType<typeof build>['execute']>> = []
      for (let at = 0; at < rows.length; at += chunk) {
        returned.push(...(await build(rows.slice(at, at + chunk)).execute()))
      }
      return returned
    },
    // The locale of the server shall not decide what is found.
    contains: (column, text) => sql`strpos(lower(${sql.ref(column)} collate "C"), ${text}) > 0`,
    // Its health, its size, its log and its backups are its administrator's.
    verify: () => undefined,
    fileBytes: () => 0,
    usedBytes: () => 0,
    shrink: () => false,
    checkpoint: () => undefined,
    close: () => db.destroy(),
  }
}
