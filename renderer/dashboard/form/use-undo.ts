import { useState } from 'react'

interface UndoOptions<Entry> {
  /** Call `done` once it is removed. */
  remove: (entry: Entry, done: () => void) => void
  /** Call `done` once it is back. */
  restore: (entry: Entry, done: () => void) => void
}

/** Removes entries of a list. `removed` is the last one, until it is back. */
export function useUndo<Entry>({ remove, restore }: UndoOptions<Entry>) {
  const [removed, setRemoved] = useState<Entry>()
  return {
    removed,
    remove: (entry: Entry) => remove(entry, () => setRemoved(entry)),
    undo: () => {
      if (removed !== undefined) restore(removed, () => setRemoved(undefined))
    },
  }
}
