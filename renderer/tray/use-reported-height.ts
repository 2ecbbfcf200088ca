import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import type { SignalboxBridge } from '../../shared/ipc.ts'

/**
 * Reports the content height to the desktop shell, which resizes the popover. Also after each change while the window is
 * hidden: it has no frames then, so a `ResizeObserver` is silent, and the popover would open in its old size and jump.
 */
export function useReportedHeight(bridge: SignalboxBridge | undefined): RefObject<HTMLDivElement | null> {
  const content = useRef<HTMLDivElement>(null)
  // The height that the shell knows, in CSS pixels.
  const known = useRef<number>(undefined)
  const report = useCallback(() => {
    if (!bridge || !content.current) return
    const measured = Math.ceil(content.current.getBoundingClientRect().height)
    const height = Math.min(2_000, Math.max(100, measured))
    if (height === known.current) return
    known.current = height
    void bridge.resizeWindow({ height })
  }, [bridge])

  useLayoutEffect(() => {
    if (document.visibilityState === 'hidden') report()
  })
  useEffect(() => {
    const element = content.current
    if (!bridge || !element) return undefined
    const observer = new ResizeObserver(report)
    observer.observe(element)
    return () => observer.disconnect()
  }, [bridge, report])
  return content
}
