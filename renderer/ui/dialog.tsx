import { type ReactNode, useRef } from 'react'
import { t } from '../language/t.ts'
import styles from './dialog.module.css'
import { IconButton } from './icon-button.tsx'
import { Modal } from './modal.tsx'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  /** Buttons at the bottom. */
  actions?: ReactNode
}

/** A modal dialog with a title and a button to close it. */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  return (
    <Modal dialog={dialog} label={title} className={styles.dialog} onClose={onClose}>
      <div className={styles.inside}>
        <header className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          <IconButton icon="close" title={t('Close (Esc)')} onClick={() => dialog.current?.close()} />
        </header>
        {children}
        {actions && <footer className={styles.actions}>{actions}</footer>}
      </div>
    </Modal>
  )
}
