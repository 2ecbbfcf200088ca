import { type RefObject, useEffect, useRef } from 'react'
import { isFocusFree } from '../../ui/is-focus-free.ts'

interface CursorInView {
  cursor: number | undefined
  scroller: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
}

/** Moves the focus with the cursor, unless it is on something outside the list, and scrolls the row into view. */
export function useCursorInView({ cursor, scroller, scrollTo }: CursorInView): void {
  const scroll = useRef(scrollTo)
  useEffect(() => {
    scroll.current = scrollTo
  })
  useEffect(() => {
    if (cursor === undefined) return undefined
    scroll.current(cursor)
    // The row is rendered only once the list has scrolled to it.
    const frame = requestAnimationFrame(() => {
      const list = scroller.current
      if (!list || !isFocusFree(list)) return
      list.querySelector<HTMLElement>(`[data-index="${cursor}"] a`)?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [cursor, scroller])
}
