import type { ReactNode } from 'react'
import { t } from '../language/t.ts'
import styles from './copy-button.module.css'
import { Icon } from './icon.tsx'

interface CopyButtonProps {
  state: 'rest' | 'copied' | 'failed'
  onCopy: () => void
  /** Says what is copied, and by which key. */
  title: string
  /** The text beside the icon; its room is kept while the answer stands in its place. */
  children?: ReactNode
}

/** Copies on click and answers in its own place: nothing around it moves. */
export function CopyButton({ state, onCopy, title, children }: CopyButtonProps) {
  return (
    <button type="button" className={styles.button} title={title} data-state={state} onClick={onCopy}>
      <span className={styles.rest} aria-hidden={state !== 'rest'}>
        {children ?? <span className="visually-hidden">{title}</span>}
        <Icon name="copy" />
      </span>
      <span className={styles.response} aria-hidden={state === 'rest'}>
        {state === 'failed' ? t('Failed') : t('Copied')}
        {state !== 'failed' && <Icon name="check" />}
      </span>
    </button>
  )
}
