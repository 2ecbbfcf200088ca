import { useState } from 'react'

/**
 * Highest value since the page became visible: keeps the space of a list that has grown, so that the layout does not
 * shift when a request ends.
 */
export function useMost(value: number, visible: boolean): number {
  const [most, setMost] = useState(value)
  const next = visible ? Math.max(most, value) : value
  if (next !== most) setMost(next)
  return next
}
