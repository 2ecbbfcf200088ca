import { useCallback, useEffect, useState } from 'react'
import { copyText } from './copy-text.ts'

type CopyState = 'rest' | 'copied' | 'failed'

export interface Copy {
  state: CopyState
  copy: () => void
}

const FEEDBACK_MS = 2_000

/** Copies `text` on demand and shows the result for two seconds. */
export function useCopy(text: string | undefined): Copy {
  const [attempt, setAttempt] = useState<{ state: CopyState }>({ state: 'rest' })
  const copy = useCallback(() => {
    if (text === undefined) return
    void copyText(text).then((ok) => setAttempt({ state: ok ? 'copied' : 'failed' }))
  }, [text])
  useEffect(() => {
    if (attempt.state === 'rest') return undefined
    const timer = setTimeout(() => setAttempt({ state: 'rest' }), FEEDBACK_MS)
    return () => clearTimeout(timer)
  }, [attempt])
  return { state: attempt.state, copy }
}
