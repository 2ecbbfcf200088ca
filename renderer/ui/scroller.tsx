import type { ReactNode } from 'react'

interface ScrollerProps {
  className: string | undefined
  children: ReactNode
}

/** A scrollable area. Focusable, so that it can be scrolled by keyboard. */
export function Scroller({ className, children }: ScrollerProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={className} tabIndex={0}>
      {children}
    </div>
  )
}
