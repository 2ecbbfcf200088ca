import { type QueryClient, type QueryFunctionContext, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Livez } from '../../shared/livez.ts'
import type { Status } from '../../shared/status.ts'
import type { Client, HealthResponse } from './client.ts'
import { NO_READING, nextReading, type Outcome, type Reading } from './reading.ts'

export const LIVEZ = ['livez'] as const
export const HEALTH = ['health'] as const
export const STATUS = ['status'] as const

export interface Readings {
  livez: Reading<Livez>
  health: Reading<HealthResponse>
  status: Reading<Status>
  /** Refetches everything now. Does not start a second request for a resource that already has one. */
  refresh: () => void
}

export interface QueryDeps {
  client: Client
  /** Milliseconds since the epoch. */
  now: () => number
}

/**
 * Polls the local server: `/livez` every second, `/health` every 5 s, `/api/status` every second while requests are in
 * flight and every 5 s otherwise. Stops while the page is hidden and refetches everything when it is shown again. At
 * most one request per resource is in flight.
 */
export function useReadings(deps: QueryDeps, visible: boolean): Readings {
  const queryClient = useQueryClient()
  const { client } = deps
  const common = {
    enabled: visible,
    retry: false,
    staleTime: 0,
    gcTime: Infinity,
    networkMode: 'always',
  } as const

  const livez = useQuery({
    ...common,
    queryKey: LIVEZ,
    refetchInterval: 1_000,
    queryFn: (context) => readLivez(deps, context),
  })
  const health = useQuery({
    ...common,
    queryKey: HEALTH,
    refetchInterval: 5_000,
    queryFn: (context) => read<HealthResponse>(deps, client.health, context),
  })
  const status = useQuery({
    ...common,
    queryKey: STATUS,
    refetchInterval: livez.data?.value?.in_flight ? 1_000 : 5_000,
    queryFn: (context) => read<Status>(deps, client.status, context),
  })

  return {
    livez: livez.data ?? NO_READING,
    health: health.data ?? NO_READING,
    status: status.data ?? NO_READING,
    refresh: () => void queryClient.refetchQueries({ queryKey: [] }, { cancelRefetch: false }),
  }
}

/** Stores the state returned by an action as the latest poll result, and cancels a poll started before it. */
export async function acceptLivez(
  queryClient: QueryClient,
  outcome: Outcome<Livez>,
  now: number,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey: LIVEZ })
  queryClient.setQueryData<Reading<Livez>>(LIVEZ, (previous) =>
    nextReading(previous ?? NO_READING, outcome, now),
  )
}

/** Refetches the health document. Cancels a request in flight, whose response may be outdated. Never rejects. */
export async function readHealthAgain(queryClient: QueryClient): Promise<void> {
  await queryClient.refetchQueries({ queryKey: HEALTH }, { cancelRefetch: true })
}

async function readLivez(deps: QueryDeps, context: QueryFunctionContext): Promise<Reading<Livez>> {
  const { client } = context
  const before = client.getQueryData<Reading<Livez>>(LIVEZ)
  const reading = await read<Livez>(deps, deps.client.livez, context)
  const alive = reading.value
  // Refetch, so that the list does not lag a poll behind the count.
  if (before?.value?.in_flight !== alive?.in_flight) void ask(client, STATUS)
  if (before && isBack(before, reading)) void Promise.all([ask(client, STATUS), ask(client, HEALTH)])
  return reading
}

function ask(client: QueryClient, queryKey: readonly string[]): Promise<void> {
  return client.refetchQueries({ queryKey }, { cancelRefetch: false })
}

/** True if the server responds again after failures, or if another instance responds. */
function isBack(before: Reading<Livez>, after: Reading<Livez>): boolean {
  if (before.failures > 0 && after.failures === 0) return true
  return before.value?.instance_id !== after.value?.instance_id
}

async function read<T>(
  deps: QueryDeps,
  request: (signal: AbortSignal) => Promise<Outcome<T>>,
  { client, queryKey, signal }: QueryFunctionContext,
): Promise<Reading<T>> {
  const outcome = await request(signal)
  const previous = client.getQueryData<Reading<T>>(queryKey) ?? NO_READING
  return nextReading(previous, outcome, deps.now())
}
