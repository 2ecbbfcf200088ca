import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { saveSnapshot } from '../api/snapshot.ts'
import { saveLimits } from './limits/keep-limits.ts'

const EVERY_MS = 30_000

/** Stores the last known values for the first frame of the next start: periodically, and when the window closes. */
export function useSnapshot(storage: Storage, visible: boolean): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    const save = () => {
      saveSnapshot(queryClient, storage)
      saveLimits(queryClient, storage)
    }
    if (!visible) return save()
    const timer = setInterval(save, EVERY_MS)
    window.addEventListener('pagehide', save)
    return () => {
      clearInterval(timer)
      window.removeEventListener('pagehide', save)
    }
  }, [queryClient, storage, visible])
}
