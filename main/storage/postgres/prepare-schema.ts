import { type Kysely, sql } from 'kysely'
import { StorageError } from '../failure.ts'
import { type Migration, type OnStep, POSTGRES_WORDS } from '../migrations.ts'
import type { Schema } from '../schema.ts'

/** Schema of our tables: the database may contain another program's tables of the same names. */
export const SCHEMA = 'signalbox'

/** The row of `meta` that marks the tables as ours. */
const MARK = { key: 'program', value: 'signalbox' }
const VERSION_KEY = 'schema_version'
/** SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
const INSUFFICIENT_PRIVILEGE = '42501'

/** Arbitrary, and the same in every Signalbox: the holder of this lock migrates. */
const MIGRATION_LOCK = 7_210_945_561

/**
 * Creates our schema, or moves the tables of an earlier Signalbox into it, and migrates them to the current version.
 * All steps are one transaction: in PostgreSQL, schema changes are transactional.
 *
 * @throws StorageError `newer_schema`, or `foreign` if another program owns the schema of our name; both without
 *   changes
 */
export async function prepareSchema(
  db: Kysely<Schema>,
  { migrations, onStep }: { migrations: readonly Migration[]; onStep?: OnStep },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx)
    await sql`select set_config('search_path', ${`${SCHEMA}, pg_temp`}, true)`.execute(trx)
    const version = await findVersion(trx, migrations)
    if (version > migrations.length)
      throw new StorageError('newer_schema', `version ${version} of the schema`)
    if (version === migrations.length) return
    // A step of a large log takes minutes, and one that is cut would be cut again at the next start.
    await sql`select set_config('statement_timeout', '0', true)`.execute(trx)
    const missing = migrations.slice(version)
    for (const [index, migration] of missing.entries()) {
      if (version > 0) onStep?.(index + 1, missing.length)
      await apply(trx, [migration])
    }
    await trx
      .insertInto('meta')
      .values({ key: VERSION_KEY, value: String(migrations.length) })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
      )
      .execute()
  })
}

/**
 * Checks that no table or column of ours was dropped. Others may have been added.
 *
 * @throws StorageError `broken`
 */
export async function verifySchema(db: Kysely<Schema>, migrations: readonly Migration[]): Promise<void> {
  if (
    await db
      .transaction()
      .execute((trx) => isDamaged(trx, migrations))
      .catch(isForbidden)
  )
    throw new StorageError('broken', `tables or columns of the schema ${SCHEMA} are missing`)
}

/**
 * Renames our schema if it is damaged. Another instance may have been faster.
 *
 * @returns the new name; undefined if nothing was renamed
 */
export async function renameDamaged(
  db: Kysely<Schema>,
  { migrations, now }: { migrations: readonly Migration[]; now: number },
): Promise<string | undefined> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(trx)
    const present = await columnsIn(trx, SCHEMA)
    if (!(await isMarked(trx, present)) || !(await isDamaged(trx, migrations))) return undefined
    const name = `${SCHEMA}_corrupt_${Math.trunc(now)}`
    await sql.raw(`alter schema ${SCHEMA} rename to ${name}`).execute(trx)
    return name
  })
}

/** Without the privilege to create temporary tables nothing is known. */
function isForbidden(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE) return false
  throw error
}

async function isDamaged(trx: Kysely<Schema>, migrations: readonly Migration[]): Promise<boolean> {
  const present = new Set(await columnsIn(trx, SCHEMA))
  return (await columnsOf(trx, migrations)).some((column) => !present.has(column))
}

/** Version of the tables in our schema; creates and marks the schema when needed. */
async function findVersion(trx: Kysely<Schema>, migrations: readonly Migration[]): Promise<number> {
  const present = await columnsIn(trx, SCHEMA)
  if (present.length === 0) {
    await createSchema(trx)
    if (await moveOld(trx, migrations)) await mark(trx)
    else {
      await sql.raw(`create table ${SCHEMA}.meta (key text primary key, value text not null)`).execute(trx)
      await mark(trx)
    }
  } else if (!(await isMarked(trx, present))) {
    // A database user may be called like our schema: then the tables of an earlier Signalbox are already in it.
    if (!(await isOldLayout(trx, SCHEMA, migrations)))
      throw new StorageError('foreign', `the schema ${SCHEMA} is another program's`)
    await mark(trx)
  }
  return readVersion(trx, SCHEMA)
}

/** A role that may not create schemas can use one that exists. */
async function createSchema(trx: Kysely<Schema>): Promise<void> {
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${SCHEMA}`.execute(trx)
  if (rows.length === 0) await sql.raw(`create schema ${SCHEMA}`).execute(trx)
}

async function mark(trx: Kysely<Schema>): Promise<void> {
  await trx.insertInto('meta').values(MARK).execute()
}

async function isMarked(trx: Kysely<Schema>, columns: readonly string[]): Promise<boolean> {
  if (!columns.includes('meta.key text') || !columns.includes('meta.value text')) return false
  const row = await trx.selectFrom('meta').select('value').where('key', '=', MARK.key).executeTakeFirst()
  return row?.value === MARK.value
}

/** Earlier versions created their tables in the first schema of the search path. */
async function moveOld(trx: Kysely<Schema>, migrations: readonly Migration[]): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname in ('public', current_user::text)
      and has_schema_privilege(nspname, 'usage')`.execute(trx)
  for (const { name } of rows) {
    if (!(await isOldLayout(trx, name, migrations))) continue
    // Later versions have further tables.
    const old = migrations.slice(0, await readVersion(trx, name))
    for (const table of await ownTables(trx, old)) {
      await sql`alter table ${sql.table(`${name}.${table}`)} set schema ${sql.ref(SCHEMA)}`.execute(trx)
    }
    return true
  }
  return false
}

/**
 * Verifies that the tables in a schema belong to an earlier Signalbox: `meta` holds only the version, and every table
 * has exactly the columns of that version.
 */
async function isOldLayout(
  trx: Kysely<Schema>,
  schema: string,
  migrations: readonly Migration[],
): Promise<boolean> {
  const found = await columnsIn(trx, schema)
  const meta = found.filter((column) => column.startsWith('meta.'))
  if (meta.join() !== 'meta.key text,meta.value text') return false
  const version = await readVersion(trx, schema)
  if (version < 1 || version > migrations.length) return false
  const wanted = await columnsOf(trx, migrations.slice(0, version))
  const tables = new Set(wanted.map(tableOf))
  const same = found.filter((column) => tables.has(tableOf(column)))
  return same.length === wanted.length && same.every((column, at) => column === wanted[at])
}

/** 0 as well when `meta` holds anything else: then it is not only ours. */
async function readVersion(trx: Kysely<Schema>, schema: string): Promise<number> {
  const { rows } = await sql<{ key: string; value: string }>`
    select key, value from ${sql.table(`${schema}.meta`)} where key <> ${MARK.key} limit 2`.execute(trx)
  const [row] = rows
  return rows.length === 1 && row?.key === VERSION_KEY ? Number(row.value) : 0
}

async function ownTables(trx: Kysely<Schema>, migrations: readonly Migration[]): Promise<string[]> {
  return [...new Set((await columnsOf(trx, migrations)).map(tableOf)), 'meta']
}

/** The columns that migrations create, read from temporary tables that are rolled back. */
async function columnsOf(trx: Kysely<Schema>, migrations: readonly Migration[]): Promise<string[]> {
  await sql`savepoint reference`.execute(trx)
  await sql`select set_config('search_path', 'pg_temp', true)`.execute(trx)
  await apply(trx, migrations)
  const { rows } = await sql<{
    name: string
  }>`select pg_my_temp_schema()::regnamespace::text as name`.execute(trx)
  const columns = await columnsIn(trx, rows[0]?.name ?? '')
  await sql`rollback to savepoint reference`.execute(trx)
  return columns
}

async function apply(trx: Kysely<Schema>, migrations: readonly Migration[]): Promise<void> {
  for (const migration of migrations) {
    for (const statement of migration(POSTGRES_WORDS)) await sql.raw(statement).execute(trx)
  }
}

/** Columns as `request.started_at bigint not null`, in order. */
async function columnsIn(trx: Kysely<Schema>, schema: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) as name
    from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
    order by 1`.execute(trx)
  return rows.map(({ name }) => name)
}

function tableOf(column: string): string {
  return column.slice(0, column.indexOf('.'))
}
