import { failureReason, StorageError } from './failure.ts'
import { openStore, type OpenStore, type OpenStoreDeps } from './open-store.ts'

export interface HolderDeps extends OpenStoreDeps {
  /** Puts a broken database out of the way, so that `open` makes a new one. */
  setAside: () => void
}

/** The one database that is open: opened with its first use, and replaced when it turns out to be broken. */
export interface Holder {
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
  letGo: () => Promise<OpenStore | undefined>
}

export function createHolder(deps: HolderDeps): Holder {
  /** Opened or about to be; undefined when that failed. */
  let held: Promise<OpenStore> | undefined
  let current: OpenStore | undefined

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
      return await openStore(deps)
    } catch (error) {
      if (failureReason(error) !== 'broken') throw error
      deps.setAside()
      return openStore(deps)
    }
  }
  async function closeAndOpen(used: Promise<OpenStore>, between: () => void): Promise<OpenStore> {
    const { database } = await used
    current = undefined
    await database.close().catch(() => undefined)
    between()
    return openStore(deps)
  }

  return {
    current: () => current,
    async use(work) {
      const used = held ?? hold(openFresh())
      const open = await used.catch((error: unknown) => {
        throw asStorageError(error)
      })
      try {
        return await work(open)
      } catch (error) {
        // Whoever worked with it while another one noticed the damage finds it closed.
        if (held !== used) throw new StorageError('broken', 'the database was replaced', { cause: error })
        const failure = asStorageError(error)
        if (failure.reason === 'broken') hold(closeAndOpen(used, deps.setAside)).catch(() => undefined)
        throw failure
      }
    },
    async reopen() {
      if (held !== undefined) await hold(closeAndOpen(held, () => undefined)).catch(() => undefined)
    },
    async letGo() {
      return held?.catch(() => undefined)
    },
  }
}

function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new StorageError(failureReason(error), message, { cause: error })
}
