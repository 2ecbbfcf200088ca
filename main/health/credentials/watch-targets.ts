import { type FSWatcher, watch } from 'node:fs'
import type { WatchTarget } from './plan-watch-targets.ts'

/** Opens a watch that keeps no process alive. `name` is the entry concerned, if the system reports it. */
export type WatchFolder = (folder: string, onEvent: (name: string | null) => void) => FSWatcher

export const watchFolder: WatchFolder = (folder, onEvent) =>
  watch(folder, { persistent: false }, (_event, name) => onEvent(name))

/** Holds the open watches. `onEvent` is called for relevant entries; false alarms are possible. */
export function createWatchTargets(openWatch: WatchFolder, onEvent: () => void) {
  /** By the key of the target; excludes watches that failed. */
  const open = new Map<string, FSWatcher>()
  let wantedCount = Infinity

  function release(key: string): void {
    open.get(key)?.close()
    open.delete(key)
  }

  function arm(key: string, { folder, names }: WatchTarget): boolean {
    try {
      const watcher = openWatch(folder, (name) => {
        if (name === null || names.has(name)) onEvent()
      })
      // The folder was removed on Windows, or no watches are left. The next poll tries again.
      watcher.on('error', () => release(key))
      open.set(key, watcher)
      return true
    } catch {
      return false
    }
  }

  return {
    /** Opens missing watches and closes unwanted ones. Returns true if any was opened. */
    sync(wanted: ReadonlyMap<string, WatchTarget>): boolean {
      wantedCount = wanted.size
      for (const key of open.keys()) if (!wanted.has(key)) release(key)
      let opened = false
      for (const [key, watchTarget] of wanted) if (!open.has(key)) opened = arm(key, watchTarget) || opened
      return opened
    },
    /** False while a watch is missing. */
    isComplete: () => open.size >= wantedCount,
    close(): void {
      for (const key of open.keys()) release(key)
    },
  }
}
