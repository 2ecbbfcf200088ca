import { useEffect, useRef } from 'react'
import { Question } from './question.tsx'

interface KeyQuestionProps {
  text: string
  verb: string
  onConfirm: () => void
  /** Called after an answer or a dismissal. */
  onClose: () => void
}

/**
 * Time in ms during which Enter is ignored after a hotkey opened a question, so that text meant for another window
 * cannot confirm it.
 */
export const KEY_ARMS_MS = 500

/** A question opened by a single letter: see `Question`. Takes the focus, and returns it to no button. */
export function KeyQuestion({ text, verb, onConfirm, onClose }: KeyQuestionProps) {
  const focus = useRef<HTMLDivElement>(null)
  const openedAt = useRef(0)
  useEffect(() => {
    openedAt.current = performance.now()
    focus.current?.focus()
  }, [])
  const confirm = () => {
    if (performance.now() - openedAt.current < KEY_ARMS_MS) return
    onClose()
    onConfirm()
  }
  return <Question text={text} verb={verb} onConfirm={confirm} onDismiss={onClose} focus={focus} />
}
