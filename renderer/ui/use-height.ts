import { type RefObject, useEffect, useState } from 'react'

/** Height of an element in CSS pixels, updated when it changes; `first` before it is rendered. */
export function useHeight(element: RefObject<HTMLElement | null>, first: number): number {
  const [height, setHeight] = useState(first)
  useEffect(() => {
    const { current } = element
    if (!current) return undefined
    const observer = new ResizeObserver(() => setHeight(current.getBoundingClientRect().height || first))
    observer.observe(current)
    return () => observer.disconnect()
  }, [element, first])
  return height
}
