import { type RefObject, useEffect, useState } from 'react'

/** The height of an element in CSS pixels, now and whenever it changes; `first` before it is drawn. */
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
