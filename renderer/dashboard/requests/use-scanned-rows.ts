import { useEffect, useState } from 'react'
import type { RequestSummary } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import { readSummaries } from './read-summaries.ts'
import type { RowSource } from './row-source.ts'
import type { PagedQuestion } from './use-paged-rows.ts'

export interface ScanQuestion extends PagedQuestion {
  /** Says which rows are meant; goes with `test`. */
  key: string
  test: (row: RequestSummary) => boolean
}

interface Scan {
  key: string
  found: readonly RequestSummary[]
  looked: number
  total: number
  /** Where to go on; undefined at the end of the log. */
  next: string | undefined
  error: Error | undefined
}

/** A page takes less than a frame to look through. */
const SCAN_ROWS = 2_000
/** Found rows beyond the last visible one before the search rests. */
const AHEAD = 200

/** The rows that pass a test, found by going through the log from the newest: as far as somebody wants to see. */
export function useScannedRows(question: ScanQuestion, lastVisible: number, enabled: boolean): RowSource {
  const { api } = useDeps()
  const key = `${question.key} ${question.model} ${question.start} ${question.end}`
  const [scan, setScan] = useState<Scan>(() => begin(key))
  const current = scan.key === key ? scan : begin(key)
  const wants = enabled && current.error === undefined && isShort(current, lastVisible)
  // The place is where it goes on: a page that has arrived starts the next.
  const place = wants ? `${key} ${current.looked}` : undefined
  useEffect(() => {
    if (place === undefined) return undefined
    const abort = new AbortController()
    const go = async () => {
      const next = await readMore(api, question, { scan: current, signal: abort.signal })
      if (!abort.signal.aborted) setScan(next)
    }
    void go()
    return () => abort.abort()
    // The place stands for everything that decides what is read.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [api, place])
  return {
    rowAt: (index) => current.found[index],
    count: current.found.length,
    searched: { looked: current.looked, total: current.total, done: current.next === undefined },
    loading: current.looked === 0 && current.next !== undefined,
    error: current.error,
    retry: () => setScan({ ...current, error: undefined }),
  }
}

const FROM_THE_TOP = ''

function begin(key: string): Scan {
  return { key, found: [], looked: 0, total: 0, next: FROM_THE_TOP, error: undefined }
}

function isShort({ found, next }: Scan, lastVisible: number): boolean {
  return next !== undefined && found.length < lastVisible + AHEAD
}

async function readMore(
  api: Api,
  { test, model, start, end }: ScanQuestion,
  { scan, signal }: { scan: Scan; signal: AbortSignal },
): Promise<Scan> {
  const place = scan.next === FROM_THE_TOP ? {} : { before: scan.next }
  const question = { model, start, end, limit: SCAN_ROWS, ...place }
  const page = await readSummaries(api, question, signal).catch((error: Error) => error)
  if (page instanceof Error) return { ...scan, error: page }
  return {
    ...scan,
    found: [...scan.found, ...page.requests.filter(test)],
    looked: scan.looked + page.requests.length,
    total: page.total,
    next: page.next,
  }
}
