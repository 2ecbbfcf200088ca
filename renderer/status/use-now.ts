import { useEffect, useReducer } from 'react'

/**
 * Current time in ms since the epoch; re-renders every second while `running`. Read on each render, so that the first
 * frame after a long time hidden shows the correct age of its values.
 */
export function useNow(now: () => number, running: boolean): number {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [running])
  return now()
}
