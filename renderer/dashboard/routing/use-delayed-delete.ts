import { useCallback, useEffect, useRef, useState } from 'react'

/** Time to undo a deletion, in ms. */
const DELAY_MS = 8_000

/**
 * Delays a deletion, because this page could not restore it: it never receives the key. Leaving the page, or deleting
 * another entry, carries it out at once.
 */
export function useDelayedDelete(run: (name: string) => void) {
  const [name, setName] = useState<string>()
  // The pending deletion; `run` is from the latest render.
  const pending = useRef<string>(undefined)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const flush = useCallback(() => {
    if (pending.current === undefined) return
    latest.current(pending.current)
    pending.current = undefined
  }, [])
  useEffect(() => {
    if (name === undefined) return undefined
    const timer = setTimeout(() => {
      flush()
      setName(undefined)
    }, DELAY_MS)
    return () => clearTimeout(timer)
  }, [name, flush])
  useEffect(() => flush, [flush])
  return {
    name,
    remove: (next: string) => {
      flush()
      pending.current = next
      setName(next)
    },
    undo: () => {
      pending.current = undefined
      setName(undefined)
    },
  }
}
