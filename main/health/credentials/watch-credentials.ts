import { createMutex } from '../../base/mutex.ts'
import { createFingerprints } from './fingerprint.ts'
import { planWatchTargets } from './plan-watch-targets.ts'
import { createWatchTargets, type WatchFolder, watchFolder } from './watch-targets.ts'

/**
 * In ms. One save raises several events. Counted from the first, so that constant writing can't postpone it forever.
 */
const DEBOUNCE_MS = 100

/** Delay of a second look after a change, in ms: a writer that crashed half-way raises no further event. */
const CONFIRM_MS = 2_500

/** Polling interval in ms, for file systems without events (network drives). Each poll wakes several threads. */
const POLL_MS = 300_000
/** Polling interval in ms when no watches are left. */
const UNWATCHED_POLL_MS = 10_000

/** Bounds the work for a folder that is created and removed repeatedly; the poll covers it too. */
const MAX_ROUNDS = 8

export interface WatchDeps {
  /** Absolute. Neither the files nor their folders need exist. */
  paths: readonly string[]
  /** Called once when the watches are active, at every change, and 2.5 s after the last one. Must not throw. */
  onChange: () => void
  pollMs?: number
  /** For tests of systems without any watches left. */
  watch?: WatchFolder
}

/**
 * Notices within a second when one of the files is created, changed, replaced, removed, or changes its mode. Reads no
 * content and keeps no process alive. Never throws. Returns a function that ends it.
 */
export function watchCredentials(deps: WatchDeps): () => void {
  const { paths, onChange, pollMs = POLL_MS, watch = watchFolder } = deps
  const fingerprints = createFingerprints(paths)
  const watchTargets = createWatchTargets(watch, wake)
  let stopped = false
  /** Set from the first event of a burst until the files are checked. */
  let due: NodeJS.Timeout | undefined
  let confirm: NodeJS.Timeout | undefined
  let polling: NodeJS.Timeout | undefined
  /** Serializes checks: two at once would open the same folder twice. */
  const { runExclusive } = createMutex()

  function wake(): void {
    due ??= setTimeout(() => {
      due = undefined
      queueLook()
    }, DEBOUNCE_MS).unref()
  }

  function queueLook(): void {
    // A failure, such as too few file descriptors, must not stop later checks.
    runExclusive(look)
      .catch(() => undefined)
      .finally(pollLater)
  }

  function pollLater(): void {
    clearTimeout(polling)
    if (stopped) return
    const ms = watchTargets.isComplete() ? pollMs : Math.min(UNWATCHED_POLL_MS, pollMs)
    polling = setTimeout(queueLook, ms).unref()
  }

  async function look(): Promise<void> {
    // A folder may appear while its parent's watch is being opened, so this repeats until nothing new was opened.
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

  queueLook()
  return () => {
    stopped = true
    clearTimeout(polling)
    clearTimeout(due)
    clearTimeout(confirm)
    watchTargets.close()
  }
}
