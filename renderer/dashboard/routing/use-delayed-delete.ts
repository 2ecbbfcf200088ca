import { useCallback, useEffect, useRef, useState } from 'react'

/** How long a deletion can be taken back, in ms. */
const DELAY_MS = 8_000

/**
 * A deletion that is carried out after a while, because what would bring it back is not here: a key is never sent to
 * this page. Leaving the page, or deleting the next, carries it out at once.
 */
export function useDelayedDelete(run: (name: string) => void) {
  const [name, setName] = useState<string>()
  // What is still to be done; `run` of the latest drawing.
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
