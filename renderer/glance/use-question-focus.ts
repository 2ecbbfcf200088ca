import { type RefObject, useEffect, useRef } from 'react'

interface QuestionFocus {
  /** Goes on the button that opens the question. */
  opener: RefObject<HTMLButtonElement | null>
  /** Goes on the answer that is offered first. */
  first: RefObject<HTMLButtonElement | null>
}

/** Moves the focus into a question when it opens, and back to the button that opened it when it closes. */
export function useQuestionFocus(open: boolean): QuestionFocus {
  const opener = useRef<HTMLButtonElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(open)
  useEffect(() => {
    if (open !== wasOpen.current) (open ? first : opener).current?.focus()
    wasOpen.current = open
  }, [open])
  return { opener, first }
}
