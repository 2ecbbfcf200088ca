import type { QueryClient } from '@tanstack/react-query'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { LimitWindow, type RateLimitsResponse } from '../../../shared/rate-limit.ts'
import { LIMITS } from '../use-glance.ts'

const KEY = 'signalbox.tray.limits.2'

/** Excludes the account and unknown headers: in a browser the next program on this port could read them. */
const Kept = Type.Array(Type.Object({ capturedAt: Type.String(), windows: Type.Array(LimitWindow) }))

/** Stores the limits for the first frame of the next start. Does nothing before the first response. */
export function saveLimits(queryClient: QueryClient, storage: Storage): void {
  const response = queryClient.getQueryData<RateLimitsResponse>(LIMITS)
  if (!response) return
  const kept: Static<typeof Kept> = response.rateLimits.map(({ capturedAt, windows }) => ({
    capturedAt,
    windows,
  }))
  storage.setItem(KEY, JSON.stringify(kept))
}

/** Fills the cache with the stored limits. They include their time, so the view shows their age. */
export function restoreLimits(queryClient: QueryClient, storage: Storage): void {
  const kept = parse(storage.getItem(KEY))
  if (!kept) return
  const response: RateLimitsResponse = {
    rateLimits: kept.map((snapshot) => ({ ...snapshot, ageMs: 0, rateLimit: {} })),
  }
  queryClient.setQueryData(LIMITS, response, { updatedAt: 0 })
}

// Data from an older version or edited by hand: ignore anything invalid.
function parse(text: string | null): Static<typeof Kept> | undefined {
  if (!text) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Check(Kept, value) ? value : undefined
  } catch {
    return undefined
  }
}
