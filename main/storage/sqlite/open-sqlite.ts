import { Kysely, sql } from 'kysely'
import { existsSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Database } from '../database.ts'
import { failureReason, StorageError } from '../failure.ts'
import { type Migration, type OnStep, SQLITE_WORDS } from '../migrations.ts'
import type { Schema } from '../schema.ts'
import { asidePath, backUp, checkVersion, markOf, prepareFile, setAside } from './database-file.ts'
import { type FilePlace, openFilePlace } from './file-place.ts'
import { type NodeSqlite, nodeSqlite, nodeSqliteDialect, sqlValues } from './node-sqlite.ts'

/** A cleanly closed file is checked in full up to this size, in bytes; any other up to 16 times as much. */
const CHECKED_BYTES = 64 * 1024 * 1024

/** An update of a smaller file takes less than a second, in bytes. */
const LONG_UPDATE_BYTES = 16 * 1024 * 1024

export interface SqliteOptions {
  /** Path of the database file. Its folder is created and made private. */
  file: string
  /** The path was configured: then the folder and files of other programs stay unchanged. */
  isNamed?: boolean
  migrations: readonly Migration[]
  /** Maximum wait for another process's lock, in ms. */
  busyTimeoutMs: number
  /** Wall clock, in ms since 1970. */
  now: () => number
  /** Called with the path of a broken file after it was set aside. */
  onSetAside: (path: string) => void
  onStep?: OnStep
}

/**
 * Opens the database file, or creates a new one. A broken file is set aside, never deleted.
 *
 * @throws StorageError `newer_schema` or `foreign`, without changes to the file; or the reason that nothing could be
 *   opened
 */
export function openSqlite(options: SqliteOptions): Database {
  try {
    return openOnce(options)
  } catch (error) {
    if (failureReason(error) !== 'broken') throw error
    options.onSetAside(setAside(options.file, options.now()))
    return openOnce(options)
  }
}

function openOnce(options: SqliteOptions): Database {
  const unclean = existsSync(`${options.file}-wal`)
  const { isNamed = false } = options
  prepareFile(options.file, { version: options.migrations.length, isNamed })
  const place = openFilePlace(options.file)
  try {
    const file = openWhole(options, { unclean, isNamed })
    place.settle()
    return wrap(file, { path: options.file, place, now: options.now })
  } catch (error) {
    place.release()
    throw error
  }
}

function openWhole(
  options: SqliteOptions,
  { unclean, isNamed }: { unclean: boolean; isNamed: boolean },
): DatabaseSync {
  const file = new DatabaseSync(options.file, { timeout: options.busyTimeoutMs, defensive: true })
  try {
    const limit = unclean ? 16 * CHECKED_BYTES : CHECKED_BYTES
    if (isNamed && isForeign(file)) throw new StorageError('foreign', 'tables of another program')
    inspect(file, { whole: statSync(options.file).size <= limit })
    migrate(file, options)
    compareSchema(file, options.migrations)
    return file
  } catch (error) {
    file.close()
    throw error
  }
}

/** True when there are tables, but not ours; they may still be only in the log. */
function isForeign(file: DatabaseSync): boolean {
  return pragma(file, 'user_version') === 0 && file.prepare('select 1 from sqlite_schema').get() !== undefined
}

/** Even valid statements fail on a file with a damaged header. */
function inspect(file: DatabaseSync, { whole }: { whole: boolean }): void {
  try {
    configure(file)
    if (whole) check(file, 'quick_check')
  } catch (error) {
    if (failureReason(error) !== 'refused') throw error
    throw new StorageError('broken', 'the file cannot be read', { cause: error })
  }
}

function configure(file: DatabaseSync): void {
  // The first two only take effect before the first table is created. Without `auto_vacuum`, deleted rows never free
  // disk space.
  file.exec('pragma page_size = 8192; pragma auto_vacuum = incremental')
  file.exec('pragma journal_mode = wal; pragma synchronous = normal')
  file.exec(
    'pragma journal_size_limit = 4194304; pragma wal_autocheckpoint = 500; pragma cache_size = -16000',
  )
  file.exec('pragma temp_store = memory; pragma foreign_keys = off')
  // Limits what a damaged file can do: no code through its schema, no access through mapped memory, and fewer cells
  // that exceed their page.
  file.exec('pragma trusted_schema = off; pragma mmap_size = 0; pragma cell_size_check = on')
}

function check(file: DatabaseSync, name: 'quick_check' | 'integrity_check'): void {
  const [row] = file.prepare(`pragma ${name}(1)`).all()
  const verdict = Object.values(row ?? {})[0]
  if (verdict !== 'ok') throw new StorageError('broken', `${name}: ${String(verdict)}`)
}

/** SQLite does not detect a flipped bit in a table's definition; it just reads another table. */
function compareSchema(file: DatabaseSync, migrations: readonly Migration[]): void {
  const fresh = new DatabaseSync(':memory:')
  for (const migration of migrations) for (const statement of migration(SQLITE_WORDS)) fresh.exec(statement)
  const [ours, wanted] = [file, fresh].map((one) =>
    JSON.stringify(one.prepare('select type, name, sql from sqlite_schema order by name').all()),
  )
  fresh.close()
  if (ours !== wanted) throw new StorageError('broken', 'the tables are not ours')
}

/** Each step in its own transaction, together with its version. */
function migrate(file: DatabaseSync, { file: path, migrations, now, onStep }: SqliteOptions): void {
  const version = pragma(file, 'user_version')
  checkVersion({ found: version, mark: pragma(file, 'application_id'), known: migrations.length })
  if (version > 0 && version < migrations.length) {
    file.exec('pragma wal_checkpoint(truncate)')
    backUp(path, { version, now: now() })
  }
  const isLong = version > 0 && statSync(path).size >= LONG_UPDATE_BYTES
  for (const [step, migration] of migrations.entries()) {
    if (step < version) continue
    if (isLong) onStep?.(step - version + 1, migrations.length - version)
    inTransaction(file, () => {
      // Another process may have been faster.
      if (pragma(file, 'user_version') !== step) return
      for (const statement of migration(SQLITE_WORDS)) file.exec(statement)
      file.exec(`pragma user_version = ${step + 1}; pragma application_id = ${markOf(step + 1)}`)
    })
  }
  if (version >= migrations.length) return
  // Tables that a step replaced leave free pages, and the first write would be followed by their removal.
  file.exec('pragma incremental_vacuum(1000)')
  // The version must be in the file itself, where an older program checks it before opening.
  file.exec('pragma wal_checkpoint(truncate)')
}

function pragma(file: DatabaseSync, name: string): number {
  return Number(Object.values(file.prepare(`pragma ${name}`).get() ?? {})[0] ?? 0)
}

function inTransaction(file: DatabaseSync, work: () => void): void {
  file.exec('begin immediate')
  try {
    work()
    file.exec('commit')
  } catch (error) {
    if (file.isTransaction) file.exec('rollback')
    throw error
  }
}

/** Completes a moved database at its new path if possible. */
function closeDisplaced(file: DatabaseSync, place: FilePlace, aside: string): void {
  const displaced = place.displaced()
  const isElsewhere = displaced === 'missing' || displaced === 'replaced'
  try {
    if (isElsewhere || displaced === 'log') file.exec('pragma wal_checkpoint(truncate)')
  } catch {
    // Then the log is lost.
  }
  if (displaced === 'log' || isElsewhere) file.close()
  else place.closeAside(aside, () => file.close())
  if (isElsewhere) place.removeLog()
}

function wrap(
  file: DatabaseSync,
  { path, place, now }: { path: string; place: FilePlace; now: () => number },
): Database {
  const sqlite: NodeSqlite = nodeSqlite(file)
  const db = new Kysely<Schema>({ dialect: nodeSqliteDialect(sqlite) })
  return {
    kind: 'sqlite',
    db,
    transaction: (work) => db.transaction().execute(work),
    async insertAll(rows, build) {
      const [first] = rows
      if (first === undefined) return []
      const statement = sqlite.statement(build([first]).compile().sql)
      return rows.flatMap((row) => statement.all(...sqlValues(Object.values(row))) as never[])
    },
    contains: (column, text) => sql`instr(lower(${sql.ref(column)}), ${text}) > 0`,
    verify: () => check(file, 'integrity_check'),
    fileBytes: () => ['', '-wal', '-shm'].reduce((sum, suffix) => sum + sizeOf(path + suffix), 0),
    usedBytes: () =>
      (pragma(file, 'page_count') - pragma(file, 'freelist_count')) * pragma(file, 'page_size'),
    shrink(pages) {
      const free = pragma(file, 'freelist_count')
      if (free > 0) file.exec(`pragma incremental_vacuum(${pages})`)
      return free > 0
    },
    checkpoint: () => file.exec('pragma wal_checkpoint(truncate)'),
    displaced: place.displaced,
    isTouched: place.isTouched,
    settle: place.settle,
    async abandon() {
      try {
        if (file.isOpen) closeDisplaced(file, place, asidePath(path, now()))
        place.release()
      } catch {
        // The file system refused; the next open reports the reason.
      }
    },
    async close() {
      const isOpen = file.isOpen
      // kysely's own close does nothing before its first query.
      await db.destroy()
      if (file.isOpen) file.close()
      if (isOpen) place.release()
    },
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
