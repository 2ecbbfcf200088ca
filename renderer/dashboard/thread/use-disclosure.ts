import { createContext, use, useState } from 'react'

/** What was opened and closed, by the key of its place: a list forgets what scrolls out of it, this does not. */
export const DisclosureContext = createContext<Map<string, boolean>>(new Map())

/** Whether something is open, as it was left. */
export function useDisclosure(key: string, initially = false): [open: boolean, set: (open: boolean) => void] {
  const kept = use(DisclosureContext)
  const [open, setOpen] = useState(kept.get(key) ?? initially)
  const set = (next: boolean) => {
    kept.set(key, next)
    setOpen(next)
  }
  return [open, set]
}
