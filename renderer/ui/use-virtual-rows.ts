import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useRef } from 'react'

export type VirtualRows = Virtualizer<HTMLElement, Element>

type Options = Omit<Parameters<typeof useVirtualizer<HTMLElement, Element>>[0], 'getScrollElement'>

/** Rows of which only those near the viewport are rendered. `scroller` is the ref of the area that scrolls them. */
export function useVirtualRows(options: Options): {
  scroller: RefObject<HTMLElement | null>
  virtualizer: VirtualRows
} {
  const scroller = useRef<HTMLElement>(null)
  // This project does not use the React Compiler.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({ ...options, getScrollElement: () => scroller.current })
  return { scroller, virtualizer }
}
