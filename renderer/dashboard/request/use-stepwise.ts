import { startTransition, useEffect, useState } from 'react'

/** Items added in one step. */
const STEP = 2

/** Number of items to render: more in each frame, until all are. */
export function useStepwise(total: number): number {
  const [count, setCount] = useState(STEP)
  useEffect(() => {
    if (count >= total) return undefined
    const frame = requestAnimationFrame(() => startTransition(() => setCount(count + STEP)))
    return () => cancelAnimationFrame(frame)
  }, [count, total])
  return count
}
