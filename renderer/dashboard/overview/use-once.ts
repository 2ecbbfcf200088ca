import { useState } from 'react'
import { useDeps } from '../deps.ts'

/** A notice that is shown until dismissed, then never again. */
export function useOnce(key: string): { isAway: boolean; putAway: () => void } {
  const { storage } = useDeps()
  const [isAway, setAway] = useState(() => storage.getItem(key) !== null)
  return {
    isAway,
    putAway() {
      storage.setItem(key, 'away')
      setAway(true)
    },
  }
}
