import { useState } from 'react'
import type { RowSource } from '../requests/row-source.ts'
import { useListKeys } from '../requests/use-list-keys.ts'
import type { FeedState } from './create-live-feed.ts'

interface LiveRows {
  rows: RowSource
  cursor: number | undefined
  setCursor: (index: number | undefined) => void
}

/**
 * The feed's requests as list rows with keyboard navigation. The cursor stays on its request when rows are added above.
 */
export function useLiveRows({ finished }: FeedState): LiveRows {
  const [onId, setOnId] = useState<string>()
  const at = onId === undefined ? -1 : finished.findIndex(({ requestId }) => requestId === onId)
  const cursor = at === -1 ? undefined : at
  const setCursor = (index: number | undefined) =>
    setOnId(index === undefined ? undefined : finished[index]?.requestId)
  const rows: RowSource = {
    rowAt: (index) => finished[index],
    count: finished.length,
    loading: false,
    error: undefined,
    retry: () => undefined,
  }
  useListKeys({
    rows,
    cursor,
    setCursor,
    openId: undefined,
    hrefOf: (requestId) => `/requests/${requestId}`,
    listHref: '/live',
  })
  return { rows, cursor, setCursor }
}
