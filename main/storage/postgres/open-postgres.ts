import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { Migration, OnStep } from '../migrations.ts'
import type { Schema } from '../schema.ts'
import { prepareSchema, renameDamaged, SCHEMA, verifySchema } from './prepare-schema.ts'

/** Below PostgreSQL's limit of 65,535 parameters for one statement. */
const MAX_PARAMETERS = 30_000

export interface PostgresOptions {
  /** `postgres://…`; never logged: it contains a password. */
  url: string
  migrations: readonly Migration[]
  onStep?: OnStep
}

/** @throws StorageError `newer_schema` or `foreign`, without changes to the database; or pg's own error */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const db = await connect(options)
  try {
    await prepareSchema(db, options)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return wrap(db, options)
}

/**
 * Renames our schema if tables or columns of it are missing, so that the next open creates a new one.
 *
 * @param options.now in ms since 1970; makes the name unique
 * @returns the new name; undefined if there was nothing to rename
 */
export async function setSchemaAside(
  options: PostgresOptions & { now: number },
): Promise<string | undefined> {
  const db = await connect(options)
  try {
    return await renameDamaged(db, options)
  } finally {
    await db.destroy()
  }
}

async function connect({ url }: PostgresOptions): Promise<Kysely<Schema>> {
  // Imported on demand: the embedded default does not need it.
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5000,
    statement_timeout: 60_000,
    application_name: 'signalbox',
    // pg returns `bigint` as text, because it may exceed 2^53. Ours do not.
    types: {
      getTypeParser: (oid, format) =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  })
  // A broken idle connection is replaced at its next use; on one in use, the next statement fails anyway.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    // For plain SQL, which only reads. Queued before the first statement.
    void client.query(`set search_path to ${SCHEMA}, pg_temp`).catch(() => undefined)
  })
  // Names are qualified: a pooler in between may give each statement another connection, and writes must never reach
  // another program's table.
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }).withSchema(SCHEMA)
}

function wrap(db: Kysely<Schema>, { migrations }: PostgresOptions): Database {
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
    // Makes results independent of the server's locale.
    contains: (column, text) => sql`strpos(lower(${sql.ref(column)} collate "C"), ${text}) > 0`,
    // Integrity, size, log and backups are up to the server's administrator, who may have dropped a table.
    verify: () => verifySchema(db, migrations),
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
