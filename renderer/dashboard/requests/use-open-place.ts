import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Api } from '../../api/api.ts'
import { useDeps } from '../deps.ts'
import { useRequest } from '../request/use-request.ts'
import { readSummaries } from './read-summaries.ts'
import type { RowSource } from './row-source.ts'
import type { ListFilter } from './to-filter.ts'
import { type AskedFilter, toQuestion } from './to-question.ts'
import { isScanned, toTimes } from './use-request-rows.ts'

interface OpenPlaceOptions {
  /** Id of the open request, from the URL. */
  openId: string | undefined
  filter: ListFilter
  /** ISO 8601: the time at which the list is pinned. */
  pinnedAt: string
  rows: RowSource
  cursor: number | undefined
  setCursor: (index: number) => void
}

/** Margin in rows: only the server knows the order of requests from the same millisecond. */
const AROUND = 100

/**
 * Scrolls the list to a request that was opened by its URL: from a bookmark, the palette or a shared link.
 *
 * @returns true if the list does not contain it
 */
export function useOpenPlace({ openId, filter, pinnedAt, ...list }: OpenPlaceOptions): boolean {
  const { rows, cursor, setCursor } = list
  const { api } = useDeps()
  const { data: request } = useRequest(openId)
  const question = toQuestion(filter)
  const times = toTimes(filter, pinnedAt)
  const at = request?.timestamp
  const id = request?.requestId
  // A request opened from the list already has the cursor.
  const isThere = cursor !== undefined && rows.rowAt(cursor)?.requestId === id
  const asked = { ...question.asked, ...times }
  const isKnowable = id !== undefined && at !== undefined && at <= times.end && !isScanned(question)
  const { data: place } = useQuery({
    queryKey: ['requests', 'place', asked, id],
    queryFn: ({ signal }) => findPlace(api, asked, { id: id ?? '', at: at ?? '', signal }),
    staleTime: Infinity,
    gcTime: 0,
    enabled: isKnowable && !isThere,
  })
  const isMissing = isKnowable && !isThere
  const shown = isMissing ? placeAmong(rows, place) : undefined
  useBringOnce(JSON.stringify([id, asked]), shown, setCursor)
  return isMissing && place === ABSENT
}

/** The place, if the list has a row there already. */
function placeAmong({ count }: RowSource, place: number | undefined): number | undefined {
  return place !== ABSENT && (place ?? Infinity) < count ? place : undefined
}

/** Brings the list to a place as soon as it is known, once for each question. */
function useBringOnce(key: string, place: number | undefined, bring: (place: number) => void): void {
  const broughtTo = useRef<string>(undefined)
  useEffect(() => {
    if (place === undefined || broughtTo.current === key) return
    broughtTo.current = key
    bring(place)
  }, [place, key, bring])
}

/** Query data must not be undefined. */
const ABSENT = -1

/** Index of the row, counted from the newest; `ABSENT` if the filter excludes it. */
async function findPlace(
  api: Api,
  asked: AskedFilter & { start: string },
  { id, at, signal }: { id: string; at: string; signal: AbortSignal },
): Promise<number> {
  const start = at > asked.start ? at : asked.start
  const { total } = await readSummaries(api, { ...asked, start, limit: 1 }, signal)
  const offset = Math.max(0, total - AROUND)
  const page = await readSummaries(api, { ...asked, offset, limit: 2 * AROUND }, signal)
  const found = page.requests.findIndex(({ requestId }) => requestId === id)
  return found === -1 ? ABSENT : offset + found
}
