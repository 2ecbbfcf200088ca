import type { ReactNode } from 'react'
import { t } from '../language/t.ts'
import styles from './copy-button.module.css'
import { Icon } from './icon.tsx'

interface CopyButtonProps {
  state: 'rest' | 'copied' | 'failed'
  onCopy: () => void
  /** Names the copied text and the hotkey. */
  title: string
  /** Text beside the icon; its space is kept while the result is shown. */
  children?: ReactNode
}

/** Copies on click and shows the result in place, without a layout shift. */
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
