import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { mountDisk, remountDisk, unmountDisk } from '../../base/testing/small-disk.ts'
import { createStore, DATABASE_FILE, type StoreDeps } from '../client/create-store.ts'
import type { Store } from '../client/store.ts'

/** A folder with the stores started in it, and a way to change its disk. */
export interface Rig {
  readonly folder: string
  /** Size of the database with its log and index. */
  diskBytes: () => number
  start: (changes?: Partial<StoreDeps>) => Store
  /** Closes the stores and starts over in an empty folder. */
  renew: () => Promise<void>
  /** Mounts a small disk of its own at the folder. */
  mount: (size: string) => void
  remount: (mode: 'ro' | 'rw') => void
  end: () => Promise<void>
}

export function createRig(): Rig {
  let folder = mkdtempSync(join(tmpdir(), 'signalbox-store-'))
  let mounted = false
  const stores: Store[] = []

  async function end(): Promise<void> {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    if (mounted) unmountDisk(folder)
    mounted = false
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    get folder() {
      return folder
    },
    diskBytes: () =>
      ['', '-wal', '-shm']
        .map((suffix) => statSync(join(folder, DATABASE_FILE + suffix), { throwIfNoEntry: false })?.size ?? 0)
        .reduce((sum, size) => sum + size, 0),
    start(changes = {}) {
      const store = createStore({
        folder,
        capture: 'full',
        retention: { maxDays: 0, maxBytes: 0 },
        ...changes,
      })
      stores.push(store)
      return store
    },
    async renew() {
      await end()
      folder = mkdtempSync(join(tmpdir(), 'signalbox-store-'))
    },
    mount(size) {
      mountDisk(folder, size)
      mounted = true
    },
    remount: (mode) => remountDisk(folder, mode),
    end,
  }
}

/** SQLite's integrity check of a file: `ok`, or the error. */
export function integrityOf(path: string): unknown {
  const file = new DatabaseSync(path)
  try {
    return Object.values(file.prepare('pragma integrity_check').get() ?? {})[0]
  } finally {
    file.close()
  }
}
