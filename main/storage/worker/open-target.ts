import { dirname } from 'node:path'
import type { Database } from '../database.ts'
import { MIGRATIONS } from '../migrations.ts'
import { openPostgres } from '../postgres/open-postgres.ts'
import type { WorkerData } from '../protocol.ts'
import { setAside } from '../sqlite/database-file.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'

/** A writer in another process gets so long before a batch waits for its next try, in ms. */
const BUSY_TIMEOUT = 50

export interface Target {
  open: () => Promise<Database>
  setAside: () => void
}

/**
 * @param folder the one of the program itself: a file anywhere else was named by somebody, and may be anybody's
 * @param onSetAside told the path of a broken file after it was put out of the way
 */
export function openTarget(
  target: WorkerData['target'],
  { folder, now, onSetAside }: { folder: string; now: () => number; onSetAside: (path: string) => void },
): Target {
  if ('url' in target) {
    // A broken PostgreSQL is its administrator's to mend.
    return {
      open: () => openPostgres({ url: target.url, migrations: MIGRATIONS }),
      setAside: () => undefined,
    }
  }
  const { file } = target
  const isNamed = dirname(file) !== folder
  return {
    open: async () =>
      openSqlite({ file, isNamed, migrations: MIGRATIONS, busyTimeoutMs: BUSY_TIMEOUT, now, onSetAside }),
    setAside: () => onSetAside(setAside(file, now())),
  }
}
