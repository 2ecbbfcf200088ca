import { createMutex } from '../../base/mutex.ts'
import { createFingerprints } from './fingerprint.ts'
import { planWatchTargets } from './plan-watch-targets.ts'
import { createWatchTargets, type WatchFolder, watchFolder } from './watch-targets.ts'

/** One save makes several events. Counted from the first, so that constant writing cannot put it off. */
const DEBOUNCE_MS = 100

/** After a change the files are looked at once more: a writer that died half-way makes no further event. */
const CONFIRM_MS = 2_500

/** For file systems without events (network drives), and when the system has no watches left. */
const POLL_MS = 10_000

/** A folder that comes and goes all the time must not keep us busy; the poll sees it too. */
const MAX_ROUNDS = 8

export interface WatchDeps {
  /** Absolute. None of them, nor their folders, need exist. */
  paths: readonly string[]
  /** Called once when the watches stand, at every change, and 2.5 s after the last one. Must not throw. */
  onChange: () => void
  pollMs?: number
  /** For tests of systems that have no watches left. */
  watch?: WatchFolder
}

/**
 * Notices within a second when one of the files is created, changed, replaced, removed, or changes its mode. Reads no
 * content and keeps no process alive. Never throws. Returns the function that ends it.
 */
export function watchCredentials(deps: WatchDeps): () => void {
  const { paths, onChange, pollMs = POLL_MS, watch = watchFolder } = deps
  const fingerprints = createFingerprints(paths)
  const watchTargets = createWatchTargets(watch, wake)
  let stopped = false
  /** Set from the first event of a moment until it is looked at. */
  let due: NodeJS.Timeout | undefined
  let confirm: NodeJS.Timeout | undefined
  /** Looks never overlap: two would open the same folder twice. */
  const { runExclusive } = createMutex()

  function wake(): void {
    due ??= setTimeout(() => {
      due = undefined
      queueLook()
    }, DEBOUNCE_MS).unref()
  }

  function queueLook(): void {
    // A look that fails, for want of descriptors, must not be the last one.
    runExclusive(look).catch(() => undefined)
  }

  async function look(): Promise<void> {
    // A folder may appear while its parent's watch is being opened: so until there is nothing new to open.
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const wanted = await planWatchTargets(paths)
      if (stopped || !watchTargets.sync(wanted)) break
    }
    const changed = await fingerprints.haveChanged()
    if (stopped || !changed) return
    onChange()
    clearTimeout(confirm)
    confirm = setTimeout(onChange, CONFIRM_MS).unref()
  }

  const poll = setInterval(queueLook, pollMs).unref()
  queueLook()
  return () => {
    stopped = true
    clearInterval(poll)
    clearTimeout(due)
    clearTimeout(confirm)
    watchTargets.close()
  }
}
