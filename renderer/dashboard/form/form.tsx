import type { ReactNode } from 'react'
import styles from './form.module.css'

interface FormProps {
  label: string
  onSubmit: () => void
  children: ReactNode
  /** The buttons at its foot. */
  actions: ReactNode
}

/** Fields one below the other; Enter submits. What they hold is judged by us, not by the browser. */
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

/** Fields beside each other, where there is room. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>
}
