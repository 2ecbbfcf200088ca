import { type ReactNode, useId } from 'react'
import styles from './form.module.css'

interface FieldProps {
  label: string
  hint?: ReactNode
  error?: string | undefined
  /** Renders the control with the attributes that link it to its label and messages. */
  children: (control: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode
}

/** A control with a label above and an error or hint below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const about = `${id}-about`
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': about, 'aria-invalid': error !== undefined })}
      <p id={about} className={error === undefined ? styles.hint : styles.error}>
        {error ?? hint}
      </p>
    </div>
  )
}
