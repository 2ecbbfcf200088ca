import { useEffect, useRef } from 'react'
import { Question } from './question.tsx'

interface KeyQuestionProps {
  text: string
  verb: string
  onConfirm: () => void
  /** It was answered or put away. */
  onClose: () => void
}

/** What is typed on after the key of a question cannot confirm it, in ms. */
export const KEY_ARMS_MS = 500

/** The question that a single letter opens: see `Question`. Takes the focus, and gives it to no button afterwards. */
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
