import { type RefObject, useEffect, useRef } from 'react'
import type { SignalboxBridge } from '../../shared/ipc.ts'

/** Reports the content height to the desktop shell, which resizes the popover. */
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
