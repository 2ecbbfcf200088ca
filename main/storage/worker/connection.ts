import { failureReason, StorageError } from '../failure.ts'
import { isAlone } from '../retain/runs.ts'
import type { Displacement } from '../sqlite/file-place.ts'
import { openStore, type OpenStore, type OpenStoreDeps } from './open-store.ts'

export interface ConnectionDeps extends OpenStoreDeps {
  /** Told when the files were no longer those that were opened; others are open then. */
  onDisplaced: (displacement: Displacement) => void
  /** Puts a broken database out of the way, so that `open` makes a new one. */
  setAside: () => void
}

/** The one database that is open: opened with its first use, and replaced when it turns out to be broken. */
export interface Connection {
  /**
   * Runs work on it.
   *
   * @throws StorageError with the reason of whatever the work throws; `broken` where there is another database now
   */
  use: <T>(work: (open: OpenStore) => Promise<T>) => Promise<T>
  /** Closes and opens it: files that were changed behind our back are other ones then. Never throws. */
  reopen: () => Promise<void>
  /** What is open at the moment. */
  current: () => OpenStore | undefined
  /** Resolves with what was open, for the last time. */
  release: () => Promise<OpenStore | undefined>
}

export function createConnection(deps: ConnectionDeps): Connection {
  /** Opened or about to be; undefined when that failed. */
  let held: Promise<OpenStore> | undefined
  let current: OpenStore | undefined
  /** Works under way; while there are none, whatever is written to the file is written by others. */
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
  /** What is broken beyond what the opening sees shows when it is first written to. */
  async function openFresh(): Promise<OpenStore> {
    try {
      return await openSettled()
    } catch (error) {
      if (failureReason(error) !== 'broken') throw error
      deps.setAside()
      return openSettled()
    }
  }
  /** The opening itself has written to the file. */
  async function openSettled(): Promise<OpenStore> {
    const open = await openStore(deps)
    open.database.settle()
    return open
  }
  async function closeAndOpen(used: Promise<OpenStore>, between: () => void): Promise<OpenStore> {
    const { database } = await used
    current = undefined
    await (database.displaced() === undefined ? database.close() : database.abandon()).catch(() => undefined)
    between()
    return openSettled()
  }
  async function leaveAndOpen({ database }: OpenStore): Promise<OpenStore> {
    current = undefined
    await database.abandon()
    return openFresh()
  }
  /** The database that the next start would open, too: what is written to another one is lost. */
  async function acquire(): Promise<{ used: Promise<OpenStore>; open: OpenStore }> {
    const used = held ?? hold(openFresh())
    const open = await used
    const displacement = open.database.displaced()
    const isSuspect = displacement === undefined && active === 0 && open.database.isTouched()
    if (displacement === undefined && !(isSuspect && (await isAloneIn(open)))) return { used, open }
    // Another work may have noticed it meanwhile, or begun.
    if (held !== used || (isSuspect && active > 0)) return acquire()
    if (displacement !== undefined) deps.onDisplaced(displacement)
    const next = hold(leaveAndOpen(open))
    return { used: next, open: await next }
  }

  return {
    current: () => current,
    async use(work) {
      const { used, open } = await acquire().catch((error: unknown) => {
        throw asStorageError(error)
      })
      active++
      try {
        return await work(open)
      } catch (error) {
        // Whoever worked with it while another one noticed the damage finds it closed.
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

/** Other instances write to the file as well. A file that cannot be read any more is looked at anew. */
function isAloneIn({ database, view }: OpenStore): Promise<boolean> {
  return isAlone(database, view()).catch(() => true)
}

function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StorageError(failureReason(error), message, { cause: error })
}
