import { useEffect, useState } from 'react'
import { useDeps } from '../deps.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'

export interface Pin {
  /** ISO 8601. The list shows the log as of this time. */
  at: string
  /** Moves the pin to the current time. */
  renew: () => void
  /** Number of requests finished since. */
  news: number
}

/** Minimum interval between updates of the list, in ms; also its maximum delay. */
const EVERY_MS = 1_000

/**
 * Time at which the list is pinned. Advances while `follows`, and stays fixed while the user reads further down, so
 * that rows do not move.
 */
export function usePin(follows: boolean): Pin {
  const { now } = useDeps()
  const { heard, finished } = useLiveFeed()
  const [pin, setPin] = useState(() => ({ at: now(), heard }))
  useEffect(() => {
    if (!follows || pin.heard === heard) return undefined
    const wait = Math.max(0, pin.at + EVERY_MS - now())
    const timer = setTimeout(() => setPin({ at: now(), heard }), wait)
    return () => clearTimeout(timer)
  }, [follows, pin, heard, now])
  const at = new Date(pin.at).toISOString()
  return {
    at,
    renew: () => setPin({ at: now(), heard }),
    news: finished.filter(({ timestamp }) => timestamp > at).length,
  }
}
