import type { ReactNode } from 'react'
import styles from './form.module.css'

interface FormProps {
  label: string
  onSubmit: () => void
  children: ReactNode
  /** Buttons at the bottom. */
  actions: ReactNode
}

/** A vertical form; Enter submits. Validation is ours, not the browser's. */
export function Form({ label, onSubmit, children, actions }: FormProps) {
  return (
    <form
      className={styles.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
      <div className={styles.foot}>{actions}</div>
    </form>
  )
}

/** Fields side by side, if there is space. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>
}
