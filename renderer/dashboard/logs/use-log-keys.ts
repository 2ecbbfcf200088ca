import { useState } from 'react'
import type { LogLine } from '../../../shared/logs.ts'
import { rowKeys } from '../../ui/row-keys.ts'
import { useKeys } from '../../ui/use-keys.ts'
import type { VirtualRows } from '../../ui/use-virtual-rows.ts'

interface LogKeys {
  lines: readonly LogLine[]
  virtualizer: VirtualRows
  onFollow: (following: boolean) => void
}

/**
 * J and K move through the lines, Home and End jump to the oldest and newest. The current line has the focus and is a
 * button, so Enter expands it natively.
 */
export function useLogKeys({ lines, virtualizer, onFollow }: LogKeys) {
  /** Id of the current line; indices shift when old lines are dropped. */
  const [cursor, setCursor] = useState<number>()
  const at = lines.findIndex(({ id }) => id === cursor)
  const goTo = (index: number) => {
    const line = lines[index]
    if (!line) return
    onFollow(false)
    setCursor(line.id)
    virtualizer.scrollToIndex(index, { align: 'auto' })
  }
  useKeys({
    // Without a current line either direction leads to the newest.
    ...rowKeys({ count: lines.length, from: () => (at === -1 ? lines.length : at), goTo }),
    Home: () => goTo(0),
    End: () => {
      setCursor(undefined)
      onFollow(true)
    },
    Escape: () => setCursor(undefined),
  })
  return { cursor, setCursor }
}
