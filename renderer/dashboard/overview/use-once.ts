import { useState } from 'react'
import { useDeps } from '../deps.ts'

/** Something that is shown until somebody has put it away, for good. */
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
