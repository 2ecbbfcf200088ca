import { dirname } from 'node:path'
import type { Database } from '../database.ts'
import { MIGRATIONS, type OnStep } from '../migrations.ts'
import { openPostgres, setSchemaAside } from '../postgres/open-postgres.ts'
import type { WorkerData } from '../protocol.ts'
import { setAside } from '../sqlite/database-file.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'

/** Maximum wait for a writer in another process before the batch is retried, in ms. */
const BUSY_TIMEOUT = 50

export interface Target {
  open: () => Promise<Database>
  setAside: () => void | Promise<void>
}

/**
 * @param folder the program's own; a file anywhere else was configured, and may belong to another program
 * @param onSetAside called with the path of a broken file, or the name of a schema, after it was set aside
 */
export function openTarget(
  target: WorkerData['target'],
  {
    folder,
    now,
    onSetAside,
    onStep,
  }: {
    folder: string
    now: () => number
    onSetAside: (path: string) => void
    onStep: OnStep
  },
): Target {
  if ('url' in target) {
    const options = { url: target.url, migrations: MIGRATIONS, onStep }
    return {
      open: () => openPostgres(options),
      async setAside() {
        const name = await setSchemaAside({ ...options, now: now() })
        if (name !== undefined) onSetAside(name)
      },
    }
  }
  const { file } = target
  const isNamed = dirname(file) !== folder
  return {
    open: async () =>
      openSqlite({
        file,
        isNamed,
        migrations: MIGRATIONS,
        busyTimeoutMs: BUSY_TIMEOUT,
        now,
        onSetAside,
        onStep,
      }),
    setAside: () => onSetAside(setAside(file, now())),
  }
}
