import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'

/** One save makes several events. Counted from the first, so that constant writing cannot put it off. */
const DEBOUNCE_MS = 100

/** For file systems without events, links whose target changes, and a folder that does not exist yet. */
const POLL_MS = 10_000

export interface FileWatch {
  /** The folder may exist now. */
  rearm: () => void
  close: () => void
}

/**
 * Says when one of some files in a folder may have changed: written, replaced by renaming, created or removed. It may
 * say so too often. The files need not exist, nor the folder. Keeps no process alive and never throws.
 */
export function watchFiles(
  folder: string,
  { names, onChange, pollMs = POLL_MS }: { names: readonly string[]; onChange: () => void; pollMs?: number },
): FileWatch {
  // Watched is the folder: an editor that renames leaves a watch of the file on the old one.
  let watcher: FSWatcher | undefined
  /** Set from the first event of a moment until it is told. */
  let due: NodeJS.Timeout | undefined
  let seen = ''
  let closed = false

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
      // A folder removed on Windows, or no watches left. The next poll tries again.
      watcher.on('error', drop)
    } catch {
      // No such folder yet.
    }
  }
  async function poll(): Promise<void> {
    const print = (await Promise.all(names.map((name) => fingerprint(join(folder, name))))).join()
    if (closed || print === seen) return
    seen = print
    // Also after the folder was removed and made anew, which no event tells.
    drop()
    arm()
    wake()
  }

  arm()
  void poll()
  const timer = setInterval(() => void poll(), pollMs).unref()
  return {
    rearm: arm,
    close() {
      closed = true
      clearInterval(timer)
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
