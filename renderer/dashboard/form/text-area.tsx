import type { ReactNode } from 'react'
import { Field } from './field.tsx'
import styles from './form.module.css'

interface TextAreaProps {
  label: string
  hint?: ReactNode
  error?: string | undefined
  value: string
  placeholder?: string
  rows?: number
  onChange: (value: string) => void
}

/** Multi-line text for code or JSON. */
export function TextArea({ label, hint, error, onChange, ...area }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <textarea
          rows={5}
          {...control}
          {...area}
          className={styles.input}
          data-code="true"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
