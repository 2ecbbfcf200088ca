import { useState } from 'react'

/**
 * The highest value since `visible` began: a list that has grown keeps its room while somebody looks at it, so
 * that nothing jumps when a request ends.
 */
export function useMost(value: number, visible: boolean): number {
  const [most, setMost] = useState(value)
  const next = visible ? Math.max(most, value) : value
  if (next !== most) setMost(next)
  return next
}
