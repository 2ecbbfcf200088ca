import { useSyncExternalStore } from 'react'
import { useDeps } from '../deps.ts'
import type { FeedState } from './create-live-feed.ts'

/** State of the live feed. Re-renders at most a few times per second. */
export function useLiveFeed(): FeedState {
  const { feed } = useDeps()
  return useSyncExternalStore(feed.subscribe, feed.read)
}
