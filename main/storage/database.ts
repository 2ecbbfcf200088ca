import type { CompiledQuery, Kysely, RawBuilder, Transaction } from 'kysely'
import type { Schema } from './schema.ts'
import type { Displacement } from './sqlite/file-place.ts'

/** A kysely statement, usually an insert with `returning`. */
export interface Compilable<Row> {
  compile: () => CompiledQuery<Row>
  execute: () => Promise<Row[]>
}

/** An open database. SQLite and PostgreSQL differ only here and in the words of the migrations. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres'
  readonly db: Kysely<Schema>
  /** Runs all writes or none; the only way to write. Takes the write lock at the start. */
  transaction: <T>(work: (trx: Transaction<Schema>) => Promise<T>) => Promise<T>
  /**
   * Inserts many rows with one statement. SQLite prepares it once and runs it for each row; PostgreSQL sends many rows
   * at a time, because each statement is a round trip.
   *
   * @param build makes the statement for some rows; every row has the same columns, in the order of its keys. Without
   *   `returning` unless it is needed: in SQLite it takes as long again, and flushes a text index at every row
   * @returns the rows that the statement returns, in no order
   */
  insertAll: <Row extends Record<string, unknown>, Returned>(
    rows: readonly Row[],
    build: (rows: readonly Row[]) => Compilable<Returned>,
  ) => Promise<Returned[]>
  /** Tests whether a column contains a text, ignoring ASCII case. The text must be lower case. */
  contains: (column: string, text: string) => RawBuilder<boolean>
  /**
   * Checks the whole database: unexplained failures may be caused by damage.
   *
   * @throws StorageError `broken`
   */
  verify: () => void | Promise<void>
  /** Size on disk, in bytes; 0 for PostgreSQL. */
  fileBytes: () => number
  /** Bytes in use, excluding the log: the size after all free pages are returned. */
  usedBytes: () => number
  /** Returns up to `pages` free pages to the file system. False when there were none. */
  shrink: (pages: number) => boolean
  /** Moves the write-ahead log into the file and truncates it, unless a reader is active. */
  checkpoint: () => void
  /** The reason that the next start would open another database than this one; undefined when it would not. */
  displaced: () => Displacement | undefined
  /** True after a write since the last `settle`, by Signalbox, another instance or another program. */
  isTouched: () => boolean
  /** Treats the current state as written by us. */
  settle: () => void
  /** Closes without writing to a file that is no longer ours. Never throws. */
  abandon: () => Promise<void>
  close: () => Promise<void>
}
