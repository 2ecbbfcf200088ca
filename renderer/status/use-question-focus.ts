import { type RefObject, useEffect, useRef } from 'react'

interface QuestionFocus<T extends HTMLElement> {
  /** Goes on the button that opens the question. */
  opener: RefObject<HTMLButtonElement | null>
  /** Goes on the question, or on the answer that is offered first. */
  first: RefObject<T | null>
}

/**
 * Moves the focus into a question when it opens, and back to the button that opened it when it closes. One that a key
 * opened (`by`) gives the focus to no button: the rest of a word that somebody types would press it.
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
