import { useEffect, useState } from 'react'
import { useDeps } from '../deps.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'

export interface Pin {
  /** ISO 8601. The list shows the log as it was then. */
  at: string
  /** Brings the list up to now. */
  renew: () => void
  /** Requests that have finished since. */
  news: number
}

/** The list comes after the log by so much at most, in ms, and asks no more often. */
const EVERY_MS = 1_000

/**
 * The moment as of which the list is shown. It stands still while somebody reads further down, so that no row moves
 * under their eyes, and goes with the time while `follows`.
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
