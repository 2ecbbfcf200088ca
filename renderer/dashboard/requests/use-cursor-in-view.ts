import { type RefObject, useEffect, useRef } from 'react'

interface CursorInView {
  cursor: number | undefined
  scroller: RefObject<HTMLElement | null>
  scrollTo: (index: number) => void
}

/** Moves the focus with the cursor and scrolls the focused row into view. */
export function useCursorInView({ cursor, scroller, scrollTo }: CursorInView): void {
  const scroll = useRef(scrollTo)
  useEffect(() => {
    scroll.current = scrollTo
  })
  useEffect(() => {
    if (cursor === undefined) return undefined
    scroll.current(cursor)
    // The row is rendered only once the list has scrolled to it.
    const frame = requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${cursor}"] a`)
        ?.focus({ preventScroll: true }),
    )
    return () => cancelAnimationFrame(frame)
  }, [cursor, scroller])
}
