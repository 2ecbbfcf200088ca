import { useEffect, useReducer } from 'react'

/**
 * The time in ms since the epoch, with a new rendering every second while `running`. Read at each rendering, so
 * that the first frame after an hour in the dark knows that its values are an hour old.
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
