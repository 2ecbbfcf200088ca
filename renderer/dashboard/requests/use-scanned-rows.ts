import { useEffect, useState } from 'react'
import type { RequestSummary } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import { readStep } from './read-step.ts'
import type { RowSource, RowScan } from './row-source.ts'
import type { Question } from './to-question.ts'

interface Scan {
  key: string
  found: readonly RequestSummary[]
  searchedTo: string | undefined
  /** Cursor to continue from; undefined at the end of the log. */
  next: string | undefined
  stopped: boolean
  error: Error | undefined
}

/** Rows to find beyond the last visible one before the search pauses. */
const AHEAD = 200
const FROM_THE_TOP = ''

/** Rows of a slow query, found by scanning back through the log as far as the user scrolls. */
export function useScannedRows(question: Question, lastVisible: number, enabled: boolean): RowSource {
  const { api } = useDeps()
  const key = JSON.stringify(question)
  const [scan, setWalk] = useState<Scan>(() => begin(key))
  const current = scan.key === key ? scan : begin(key)
  const state = stateOf(current, lastVisible)
  // Includes the cursor, so each completed step starts the next.
  const place = enabled && state === 'going' ? `${key} ${current.next}` : undefined
  useEffect(() => {
    if (place === undefined) return undefined
    const abort = new AbortController()
    const go = async () => {
      const next = await fetchOlder(api, question, { scan: current, signal: abort.signal })
      if (!abort.signal.aborted) setWalk(next)
    }
    void go()
    return () => abort.abort()
    // `place` covers everything that determines what is read.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [api, place])
  return {
    rowAt: (index) => current.found[index],
    count: current.found.length,
    scan: {
      state,
      searchedTo: current.searchedTo,
      stop: () => setWalk({ ...current, stopped: true }),
      goOn: () => setWalk({ ...current, stopped: false }),
    },
    loading: current.next === FROM_THE_TOP && state === 'going',
    error: current.error,
    retry: () => setWalk({ ...current, error: undefined }),
  }
}

function begin(key: string): Scan {
  return { key, found: [], searchedTo: undefined, next: FROM_THE_TOP, stopped: false, error: undefined }
}

function stateOf({ next, found, stopped, error }: Scan, lastVisible: number): RowScan['state'] {
  if (next === undefined) return 'done'
  if (error !== undefined) return 'failed'
  if (stopped) return 'stopped'
  return found.length < lastVisible + AHEAD ? 'going' : 'resting'
}

async function fetchOlder(
  api: Api,
  question: Question,
  { scan, signal }: { scan: Scan; signal: AbortSignal },
): Promise<Scan> {
  const before = scan.next === FROM_THE_TOP ? undefined : scan.next
  const step = await readStep(api, question, { before, signal }).catch((error: Error) => error)
  if (step instanceof Error) return { ...scan, error: step }
  // Adjacent steps can both return rows of the same millisecond, so remove duplicates.
  const known = new Set<string>(scan.found.slice(-AHEAD).map(({ requestId }) => requestId))
  const added = step.rows.filter(({ requestId }) => !known.has(requestId) && known.add(requestId))
  const searchedTo = step.searchedTo ?? scan.searchedTo
  return { ...scan, found: [...scan.found, ...added], searchedTo, next: step.next }
}
