import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'

/** One save raises several events. Counted from the first, so that constant writing can't postpone it forever. */
const DEBOUNCE_MS = 100

/** Covers file systems without events, and links whose target changes. Each poll wakes several threads. */
const POLL_MS = 60_000
/** Polling interval in ms while there is no watch: the folder doesn't exist yet, or no watches are left. */
const UNWATCHED_POLL_MS = 10_000

export interface FileWatch {
  /** Watches the folder again, which may exist by now. */
  rearm: () => void
  close: () => void
}

/**
 * Calls back when one of some files in a folder may have changed: written, replaced by renaming, created or removed.
 * False alarms are possible. Neither the files nor the folder need exist. Keeps no process alive and never throws.
 */
export function watchFiles(
  folder: string,
  { names, onChange, pollMs = POLL_MS }: { names: readonly string[]; onChange: () => void; pollMs?: number },
): FileWatch {
  // Watches the folder: after a rename by an editor, a watch of the file would follow the old one.
  let watcher: FSWatcher | undefined
  /** Set from the first event of a burst until the callback. */
  let due: NodeJS.Timeout | undefined
  let seen = ''
  let closed = false
  let polling: NodeJS.Timeout | undefined

  function wake(): void {
    due ??= setTimeout(() => {
      due = undefined
      onChange()
    }, DEBOUNCE_MS).unref()
  }
  function drop(): void {
    watcher?.close()
    watcher = undefined
  }
  function arm(): void {
    if (watcher !== undefined || closed) return
    try {
      watcher = watch(folder, { persistent: false }, (_event, entry) => {
        // A mounted ConfigMap changes by renaming `..data` (Kubernetes, AtomicWriter).
        if (entry === null || names.includes(entry) || entry.startsWith('..')) wake()
      })
      // The folder was removed on Windows, or no watches are left. The next poll tries again.
      watcher.on('error', drop)
    } catch {
      // The folder doesn't exist yet.
    }
  }
  function pollLater(): void {
    if (closed) return
    const ms = watcher === undefined ? Math.min(UNWATCHED_POLL_MS, pollMs) : pollMs
    polling = setTimeout(() => void poll().then(pollLater), ms).unref()
  }
  async function poll(): Promise<void> {
    const print = (await Promise.all(names.map((name) => fingerprint(join(folder, name))))).join()
    if (closed || print === seen) return
    seen = print
    // Also covers a folder that was removed and recreated, which raises no event.
    drop()
    arm()
    wake()
  }

  arm()
  void poll().then(pollLater)
  return {
    rearm: arm,
    close() {
      closed = true
      clearTimeout(polling)
      clearTimeout(due)
      drop()
    },
  }
}

async function fingerprint(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true })
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
  } catch {
    return 'none'
  }
}
