import type { Virtualizer } from '@tanstack/react-virtual'
import { useState } from 'react'
import type { LogLine } from '../../../shared/logs.ts'
import { useKeys } from '../../ui/use-keys.ts'

interface LogKeys {
  lines: readonly LogLine[]
  virtualizer: Virtualizer<HTMLDivElement, Element>
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
  const move = (step: number) =>
    goTo(at === -1 ? lines.length - 1 : Math.max(0, Math.min(lines.length - 1, at + step)))
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Home: () => goTo(0),
    End: () => {
      setCursor(undefined)
      onFollow(true)
    },
    Escape: () => setCursor(undefined),
  })
  return { cursor, setCursor }
}
