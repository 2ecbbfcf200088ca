import { useLocation } from 'wouter'
import { rowKeys } from '../../ui/row-keys.ts'
import { useKeys } from '../../ui/use-keys.ts'
import type { RowSource } from './row-source.ts'

interface ListKeys {
  rows: RowSource
  cursor: number | undefined
  setCursor: (index: number | undefined) => void
  openId: string | undefined
  hrefOf: (requestId: string) => string
  /** URL of the list without an open request. */
  listHref: string
}

/** J and K move through the rows, or between requests while one is open. Enter opens; Esc goes back one step. */
export function useListKeys({ rows, cursor, setCursor, openId, hrefOf, listHref }: ListKeys): void {
  const [, go] = useLocation()
  const goTo = (index: number) => {
    // A key that moves the cursor may take the focus from elsewhere; a list that finds its place while it loads may not.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    setCursor(index)
    const row = rows.rowAt(index)
    if (openId !== undefined && row) go(hrefOf(row.requestId), { replace: true })
  }
  useKeys({
    ...rowKeys({ count: rows.count, from: () => cursor ?? indexOf(rows, openId) ?? -1, goTo }),
    Enter:
      cursor === undefined || openId !== undefined ? undefined : () => open(rows.rowAt(cursor)?.requestId),
    Escape: () => {
      if (openId !== undefined) go(listHref)
      else setCursor(undefined)
    },
  })

  function open(requestId: string | undefined): void {
    if (requestId !== undefined) go(hrefOf(requestId))
  }
}

/** Index of an open request, if it is near the top. A request opened by its URL has no cursor yet. */
function indexOf(rows: RowSource, requestId: string | undefined): number | undefined {
  if (requestId === undefined) return undefined
  for (let index = 0; index < Math.min(rows.count, 1_000); index++) {
    if (rows.rowAt(index)?.requestId === requestId) return index
  }
  return undefined
}
