import type { CompiledQuery, Kysely, RawBuilder, Transaction } from 'kysely'
import type { Schema } from './schema.ts'
import type { Displacement } from './sqlite/file-place.ts'

/** A statement that kysely has built: an insert with `returning`, usually. */
export interface Compilable<Row> {
  compile: () => CompiledQuery<Row>
  execute: () => Promise<Row[]>
}

/** One open database. The two kinds differ here and in their migrations' words, nowhere else. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres'
  readonly db: Kysely<Schema>
  /** All or nothing; the only way to write. Takes the write lock at its start. */
  transaction: <T>(work: (trx: Transaction<Schema>) => Promise<T>) => Promise<T>
  /**
   * Writes many rows with one statement's text. SQLite runs it prepared, row by row, without building it again;
   * PostgreSQL sends many rows at a time, because there each statement is a journey.
   *
   * @param build makes the statement for some rows; every row has the same columns, in the order of its keys
   * @returns what the statement returns for the rows, in no order
   */
  insertAll: <Row extends Record<string, unknown>, Returned>(
    rows: readonly Row[],
    build: (rows: readonly Row[]) => Compilable<Returned>,
  ) => Promise<Returned[]>
  /** Whether a column's text contains another one, which has no capital ASCII letters; the column's count as small. */
  contains: (column: string, text: string) => RawBuilder<boolean>
  /**
   * Looks through all of it: what fails without a reason may fail because of damage.
   *
   * @throws StorageError `broken`
   */
  verify: () => void
  /** What the database takes on disk, in bytes; 0 where that is the server's business. */
  fileBytes: () => number
  /** What is in use of that, but for the log: what would be left after giving everything back. */
  usedBytes: () => number
  /** Gives up to `pages` free pages back to the file system. False when there were none. */
  shrink: (pages: number) => boolean
  /** Moves the write-ahead log into the file and cuts it, where nobody reads. */
  checkpoint: () => void
  /** The reason that this is not the database any more that the next start would open; undefined while it is. */
  displaced: () => Displacement | undefined
  /** Something was written since the last `settle`. By us, by another instance, or by another program. */
  isTouched: () => boolean
  /** Takes the database as it is for written by us. */
  settle: () => void
  /** Closes it without writing to what is not ours any more. Never throws. */
  abandon: () => Promise<void>
  close: () => Promise<void>
}
