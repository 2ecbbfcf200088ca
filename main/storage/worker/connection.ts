import { failureReason, StorageError } from '../failure.ts'
import { isAlone } from '../retain/runs.ts'
import type { Displacement } from '../sqlite/file-place.ts'
import { openStore, type OpenStore, type OpenStoreDeps } from './open-store.ts'

export interface ConnectionDeps extends OpenStoreDeps {
  /** Called when the open files were displaced, before others are opened. */
  onDisplaced: (displacement: Displacement) => void
  /** Sets a broken database aside, so that `open` creates a new one. */
  setAside: SetAside
}

type SetAside = () => void | Promise<void>

/** The one open database: opened at its first use, and replaced when it is broken. */
export interface Connection {
  /**
   * Runs a task on the database.
   *
   * @throws StorageError with the reason of the task's error; `broken` when the database was replaced meanwhile
   */
  use: <T>(work: (open: OpenStore) => Promise<T>) => Promise<T>
  /**
   * Only notices that the files were displaced, and opens others. A task that treats the files as its own afterwards
   * would hide what happened to them meanwhile.
   *
   * @throws StorageError
   */
  check: () => Promise<void>
  /** Closes and reopens the database, in case its files were changed. Never throws. */
  reopen: () => Promise<void>
  /** The open database, if any. */
  current: () => OpenStore | undefined
  /** Resolves with the open database, for closing. */
  release: () => Promise<OpenStore | undefined>
}

export function createConnection(deps: ConnectionDeps): Connection {
  /** Open or opening; undefined when that failed. */
  let held: Promise<OpenStore> | undefined
  let current: OpenStore | undefined
  /** Number of running tasks; while it is 0, any write to the file is foreign. */
  let active = 0

  function hold(opening: Promise<OpenStore>): Promise<OpenStore> {
    held = opening
    opening.then(
      (open) => (current = open),
      () => {
        if (held === opening) held = undefined
      },
    )
    return opening
  }
  /** Some damage only shows at the first write. */
  async function openFresh(): Promise<OpenStore> {
    try {
      return await openSettled()
    } catch (error) {
      if (failureReason(error) !== 'broken') throw error
      await deps.setAside()
      return openSettled()
    }
  }
  /** Opening itself writes to the file. */
  async function openSettled(): Promise<OpenStore> {
    const open = await openStore(deps)
    open.database.settle()
    return open
  }
  async function closeAndOpen(used: Promise<OpenStore>, between: SetAside): Promise<OpenStore> {
    const { database } = await used
    current = undefined
    await (database.displaced() === undefined ? database.close() : database.abandon()).catch(() => undefined)
    await between()
    return openSettled()
  }
  async function leaveAndOpen({ database }: OpenStore): Promise<OpenStore> {
    current = undefined
    await database.abandon()
    return openFresh()
  }
  /** Ensures that the next start would open the same database: writes to any other are lost. */
  async function acquire(): Promise<{ used: Promise<OpenStore>; open: OpenStore }> {
    const used = held ?? hold(openFresh())
    const open = await used
    const displacement = open.database.displaced()
    const isSuspect = displacement === undefined && active === 0 && open.database.isTouched()
    if (displacement === undefined && !(isSuspect && (await isAloneIn(open)))) return { used, open }
    // Another task may have noticed it meanwhile, or started.
    if (held !== used || (isSuspect && active > 0)) return acquire()
    if (displacement !== undefined) deps.onDisplaced(displacement)
    const next = hold(leaveAndOpen(open))
    return { used: next, open: await next }
  }

  return {
    current: () => current,
    check: async () => void (await explained(acquire())),
    async use(work) {
      const { used, open } = await explained(acquire())
      active++
      try {
        return await work(open)
      } catch (error) {
        // Another task noticed the damage first and closed the database.
        if (held !== used) throw new StorageError('broken', 'the database was replaced', { cause: error })
        const failure = asStorageError(error)
        if (failure.reason === 'broken') hold(closeAndOpen(used, deps.setAside)).catch(() => undefined)
        throw failure
      } finally {
        active--
        if (active === 0 && held === used) open.database.settle()
      }
    },
    async reopen() {
      if (held !== undefined) await hold(closeAndOpen(held, () => undefined)).catch(() => undefined)
    },
    async release() {
      return held?.catch(() => undefined)
    },
  }
}

/** Other instances write to the file as well. An unreadable file counts as alone, so that it is reopened. */
function isAloneIn({ database, view }: OpenStore): Promise<boolean> {
  return isAlone(database, view()).catch(() => true)
}

function explained<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw asStorageError(error)
  })
}

function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StorageError(failureReason(error), message, { cause: error })
}
