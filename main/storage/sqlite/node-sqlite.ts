import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** Maximum number of cached statements; the store has about forty with fixed text. */
const KEPT_STATEMENTS = 200

/** kysely's SQLite dialect over Node's own driver. */
export function nodeSqliteDialect(database: NodeSqlite): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => patient(new SqliteDriver({ database }), database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

export interface NodeSqlite extends SqliteDatabase {
  /** A prepared statement, reused for the same text. */
  statement: (sql: string) => StatementSync
  readonly inTransaction: boolean
}

/** Adapts `DatabaseSync` to better-sqlite3's interface, which kysely expects. */
export function nodeSqlite(file: DatabaseSync): NodeSqlite {
  /** Most recently used last. */
  const kept = new Map<string, StatementSync>()
  function statement(sql: string): StatementSync {
    const found = kept.get(sql) ?? file.prepare(sql)
    kept.delete(sql)
    kept.set(sql, found)
    if (kept.size > KEPT_STATEMENTS) kept.delete(kept.keys().next().value ?? '')
    return found
  }
  return {
    statement,
    get inTransaction() {
      return file.isTransaction
    },
    prepare(sql) {
      const prepared = statement(sql)
      return {
        reader: prepared.columns().length > 0,
        all: (parameters) => prepared.all(...sqlValues(parameters)),
        run: (parameters) => prepared.run(...sqlValues(parameters)),
        iterate: (parameters) => prepared.iterate(...sqlValues(parameters)),
      }
    },
    close() {
      kept.clear()
      if (file.isOpen) file.close()
    },
  }
}

/** Unchecked: SQLite rejects values that cannot be bound, and those are bugs. */
export function sqlValues(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}

function patient(driver: SqliteDriver, database: NodeSqlite): Driver {
  // A transaction that reads first and writes later cannot wait for another writer; one that begins as a writer can.
  driver.beginTransaction = async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
  // On a full disk SQLite has already rolled back; a second rollback would fail and hide the first error.
  driver.rollbackTransaction = async (connection: DatabaseConnection) => {
    if (database.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
  return driver
}
