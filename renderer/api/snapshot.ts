import type { QueryClient } from '@tanstack/react-query'
import { type Static, type TSchema, Type } from 'typebox'
import { Check } from 'typebox/value'
import { Livez } from '../../shared/livez.ts'
import { Status } from '../../shared/status.ts'
import { HEALTH, LIVEZ, STATUS } from './queries.ts'
import type { Reading } from './reading.ts'
import { HealthResponse } from './client.ts'
import { keepHealth } from './keep-health.ts'
import { keepVerdict } from './keep-verdict.ts'

const KEY = 'signalbox.tray.1'

const Kept = <T extends TSchema>(value: T) => Type.Object({ value, at: Type.Number() })
const Snapshot = Type.Object({
  livez: Kept(Livez),
  health: Type.Optional(Kept(HealthResponse)),
  status: Type.Optional(Kept(Status)),
})
type Snapshot = Static<typeof Snapshot>

/** Stores the current values for the first frame of the next start. Does nothing before the first response. */
export function saveSnapshot(queryClient: QueryClient, storage: Storage): void {
  const livez = kept(queryClient.getQueryData<Reading<Livez>>(LIVEZ))
  if (!livez) return
  const health = kept(queryClient.getQueryData<Reading<HealthResponse>>(HEALTH))
  const status = kept(queryClient.getQueryData<Reading<Status>>(STATUS))
  const snapshot: Snapshot = {
    livez: withoutHosts(livez),
    ...(health && { health: withoutPrivateParts(health) }),
    ...(status && { status }),
  }
  storage.setItem(KEY, JSON.stringify(snapshot))
}

/** Fills the cache with the stored values. They include their time, so the view shows their age. */
export function restoreSnapshot(queryClient: QueryClient, storage: Storage): void {
  const snapshot = parse(storage.getItem(KEY))
  if (!snapshot) return
  const put = (key: readonly string[], reading: { value: unknown; at: number } | undefined) => {
    if (!reading) return
    queryClient.setQueryData<Reading<unknown>>(
      key,
      { ...reading, failures: 0, confused: false },
      { updatedAt: reading.at },
    )
  }
  put(LIVEZ, snapshot.livez)
  put(HEALTH, snapshot.health)
  put(STATUS, snapshot.status)
}

// Data from an older version or edited by hand: ignore anything invalid.
function parse(text: string | null): Snapshot | undefined {
  if (!text) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Check(Snapshot, value) ? value : undefined
  } catch {
    return undefined
  }
}

function withoutHosts({ value: { verdict, ...livez }, at }: { value: Livez; at: number }) {
  const bare = verdict && keepVerdict(verdict)
  return { value: { ...livez, ...(bare && { verdict: bare }) }, at }
}

function withoutPrivateParts({ value, at }: { value: HealthResponse; at: number }) {
  return { value: 'error' in value ? value : keepHealth(value), at }
}

function kept<T>(reading: Reading<T> | undefined): { value: T; at: number } | undefined {
  if (reading?.value === undefined || reading.at === undefined) return undefined
  return { value: reading.value, at: reading.at }
}
