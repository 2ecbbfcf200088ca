import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { t } from '../language/t.ts'
import { Button } from './button.tsx'
import styles from './question.module.css'

interface QuestionProps {
  text: string
  /** Label of the confirm button. */
  verb: string
  onConfirm: () => void
  onDismiss: () => void
  /** Takes the focus when the question opens: see `useQuestionFocus`. */
  focus: RefObject<HTMLDivElement | null>
  /** Options of the action. */
  children?: ReactNode
}

/**
 * Inline confirmation of an action that affects others. The question itself has the focus: Enter confirms; Esc and
 * every other character dismiss it, so that text meant for another window presses nothing.
 */
export function Question({ text, verb, onConfirm, onDismiss, focus, children }: QuestionProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isInside = event.target !== event.currentTarget
    if (event.key === 'Escape') onDismiss()
    else if (isInside || event.ctrlKey || event.metaKey || event.altKey) return
    else if (event.key === 'Enter') {
      if (!event.repeat) onConfirm()
    } else if (event.key.length === 1) onDismiss()
    else return
    // Keeps the page's other shortcuts from handling the key.
    event.preventDefault()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={focus}
      className={styles.question}
      role="alertdialog"
      aria-label={text}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <p className={styles.text}>{text}</p>
      {children}
      <Button title={t('Cancel (Esc)')} onClick={onDismiss}>
        {t('Cancel')}
      </Button>
      <Button kind="primary" title={t('{{verb}} (Enter)', { verb })} onClick={onConfirm}>
        {verb}
      </Button>
    </div>
  )
}
