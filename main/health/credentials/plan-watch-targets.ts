import { realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'

export interface WatchTarget {
  folder: string
  /** The relevant entries of the folder. The home folder changes all the time. */
  names: Set<string>
}

/**
 * Chooses folders to watch for changes of these files: the nearest existing folder of each, and for a link also that of
 * its target. Keyed by path, identity and names, so that a replaced folder gets another key.
 */
export async function planWatchTargets(paths: readonly string[]): Promise<Map<string, WatchTarget>> {
  // All at once: one after the other, each would wake the main thread and another one.
  const files = new Set([...paths, ...(await Promise.all(paths.map(targetOf)))])
  const byFolder = new Map<string, WatchTarget & { id: string }>()
  for (const { folder, id, entry } of await Promise.all([...files].map(nearestFolder))) {
    // A folder reports its own removal and renaming under its own name.
    const watchTarget = byFolder.get(folder) ?? { folder, id, names: new Set([basename(folder)]) }
    watchTarget.names.add(entry)
    byFolder.set(folder, watchTarget)
  }
  return new Map(
    [...byFolder.values()].map(({ id, folder, names }) => [
      [folder, id, ...[...names].toSorted()].join('\0'),
      { folder, names },
    ]),
  )
}

async function targetOf(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

async function nearestFolder(path: string): Promise<{ folder: string; id: string; entry: string }> {
  const folder = dirname(path)
  const stats = await stat(folder, { bigint: true }).catch(() => undefined)
  if (stats?.isDirectory() === true || folder === path) {
    return { folder, id: `${stats?.dev}:${stats?.ino}`, entry: basename(path) }
  }
  return nearestFolder(folder)
}
