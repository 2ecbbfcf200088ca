import type { ReactNode, RefObject } from 'react'

interface ScrollerProps {
  /** Makes it a landmark with that name. */
  label?: string
  className: string | undefined
  ref?: RefObject<HTMLElement | null>
  onScroll?: (area: HTMLElement) => void
  children: ReactNode
}

/** A scrollable area. Focusable, so that it can be scrolled by keyboard. */
export function Scroller({ label, className, ref, onScroll, children }: ScrollerProps) {
  return (
    <section
      ref={ref}
      className={className}
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={onScroll && (({ currentTarget }) => onScroll(currentTarget))}
    >
      {children}
    </section>
  )
}
