import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Migration } from '../migrations.ts'
import type { Schema } from '../schema.ts'
import { prepareSchema, SCHEMA } from './prepare-schema.ts'

/** PostgreSQL takes 65,535 parameters in one statement. */
const MAX_PARAMETERS = 30_000

export interface PostgresOptions {
  /** `postgres://…`; never logged: it holds a password. */
  url: string
  migrations: readonly Migration[]
}

/** @throws StorageError `newer_schema` or `foreign`, having changed nothing; or pg's own error */
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
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    // For statements in plain SQL, which only read. It goes before the first of them.
    void client.query(`set search_path to ${SCHEMA}, pg_temp`).catch(() => undefined)
  })
  // Names are qualified: a pooler between may give each statement another connection, and what is written or deleted
  // must not be another program's table.
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }).withSchema(SCHEMA)
  try {
    await prepareSchema(db, migrations)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return wrap(db)
}

function wrap(db: Kysely<Schema>): Database {
  return {
    kind: 'postgres',
    db,
    transaction: (work) => db.transaction().execute(work),
    async insertAll(rows, build) {
      const columns = Object.keys(rows[0] ?? {}).length
      const chunk = Math.max(1, Math.floor(MAX_PARAMETERS / Math.max(1, columns)))
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
    displaced: () => undefined,
    isTouched: () => false,
    settle: () => undefined,
    abandon: () => db.destroy(),
    close: () => db.destroy(),
  }
}
