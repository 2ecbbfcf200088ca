import { type RefObject, useEffect, useRef } from 'react'

interface QuestionFocus<T extends HTMLElement> {
  /** Attached to the button that opens the question. */
  opener: RefObject<HTMLButtonElement | null>
  /** Attached to the question, or to its default answer. */
  first: RefObject<T | null>
}

/**
 * Moves the focus into a question when it opens, and back to its button when it closes. If a key opened it (`by`), no
 * button gets the focus, because the rest of a typed word would press it.
 */
export function useQuestionFocus<T extends HTMLElement>(
  open: boolean,
  by: 'press' | 'key' | undefined,
): QuestionFocus<T> {
  const opener = useRef<HTMLButtonElement>(null)
  const first = useRef<T>(null)
  const last = useRef({ open, by })
  useEffect(() => {
    const { open: wasOpen, by: openedBy } = last.current
    if (open && !wasOpen) first.current?.focus()
    if (!open && wasOpen && openedBy === 'press') opener.current?.focus()
    last.current = { open, by }
  }, [open, by])
  return { opener, first }
}
