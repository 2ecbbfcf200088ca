import { useSyncExternalStore } from 'react'
import { useDeps } from '../deps.ts'
import type { FeedState } from './create-live-feed.ts'

/** What the server has pushed so far. Draws anew a few times a second at most. */
export function useLiveFeed(): FeedState {
  const { feed } = useDeps()
  return useSyncExternalStore(feed.subscribe, feed.read)
}
