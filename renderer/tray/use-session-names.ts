import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { RequestSummaries } from '../../shared/request-log.ts'
import { type Api, toQuery } from '../api/api.ts'
import { saySession } from '../status/say-session.ts'

const NAMES = ['session-names'] as const
/** A title may still change: Claude Code writes its own after the first turns. In ms. */
const NAMED_FOR_MS = 60_000
/** Asks again for those without a name: the first request of a session has none while it is in flight. In ms. */
const EVERY_MS = 5_000
/** The newest request may be in flight, before its session is known. */
const LOOKED_AT = 3

interface Known {
  name: string | undefined
  /** In ms since the epoch, by the page's clock. */
  at: number
}
type Names = Readonly<Record<string, Known>>

/**
 * `parser · Fix the tests` for each session whose project or title is known. Only the sessions asked for are kept, and
 * a name is asked for once a minute.
 */
export function useSessionNames(
  api: Api,
  ids: readonly string[],
  { now, visible }: { now: number; visible: boolean },
): ReadonlyMap<string, string> {
  const queryClient = useQueryClient()
  const { data = {} } = useQuery({
    queryKey: NAMES,
    queryFn: ({ signal }) =>
      nameAll(api, ids, { known: queryClient.getQueryData<Names>(NAMES), now, signal }),
    enabled: visible && ids.length > 0,
    refetchInterval: EVERY_MS,
    retry: false,
    staleTime: 0,
    gcTime: Infinity,
    networkMode: 'always',
  })
  const all = ids.toSorted().join()
  useEffect(() => {
    if (visible && all !== '') void queryClient.refetchQueries({ queryKey: NAMES })
  }, [queryClient, all, visible])
  return new Map(Object.entries(data).flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name]])))
}

interface Naming {
  known: Names | undefined
  now: number
  signal: AbortSignal
}

async function nameAll(
  api: Api,
  ids: readonly string[],
  { known = {}, now, signal }: Naming,
): Promise<Names> {
  const named = ids.map(async (id): Promise<[string, Known]> => {
    const before = known[id]
    if (before?.name !== undefined && now - before.at < NAMED_FOR_MS) return [id, before]
    try {
      const path = `/api/requests/summary${toQuery({ session: id, limit: LOOKED_AT })}`
      const { requests } = await api.get(path, RequestSummaries, signal)
      const name = requests.map(saySession).find((one) => one !== undefined)
      return [id, { name, at: now }]
    } catch {
      // An old name is better than none: a session keeps its project.
      return [id, before ?? { name: undefined, at: now }]
    }
  })
  return Object.fromEntries(await Promise.all(named))
}
