import { createContext, use, useState } from 'react'

/** Expanded state by position key. Kept here, because a virtualized list discards items that scroll out of view. */
export const DisclosureContext = createContext<Map<string, boolean>>(new Map())

/** Expanded state of a section, as last set. */
export function useDisclosure(key: string, initially = false): [open: boolean, set: (open: boolean) => void] {
  const kept = use(DisclosureContext)
  const [open, setOpen] = useState(kept.get(key) ?? initially)
  const set = (next: boolean) => {
    kept.set(key, next)
    setOpen(next)
  }
  return [open, set]
}
