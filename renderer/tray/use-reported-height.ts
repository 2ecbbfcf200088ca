import { type RefObject, useEffect, useRef } from 'react'
import type { SignalboxBridge } from '../../shared/ipc.ts'

/** Tells the desktop shell how high the content is, so that the popover grows with it. */
export function useReportedHeight(bridge: SignalboxBridge | undefined): RefObject<HTMLDivElement | null> {
  const content = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = content.current
    if (!bridge || !element) return undefined
    const observer = new ResizeObserver(() => {
      const height = Math.ceil(element.getBoundingClientRect().height)
      void bridge.resizeWindow({ height: Math.min(2_000, Math.max(100, height)) })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [bridge])
  return content
}
