import type { ComponentProps, ReactNode } from 'react'
import { Field } from './field.tsx'
import styles from './form.module.css'

interface TextFieldProps extends Pick<
  ComponentProps<'input'>,
  'type' | 'placeholder' | 'min' | 'step' | 'list' | 'disabled' | 'required' | 'autoComplete' | 'inputMode'
> {
  label: string
  hint?: ReactNode
  error?: string | undefined
  value: string
  onChange: (value: string) => void
  /** Monospace, for values such as URLs and ids. */
  code?: boolean
}

/** A single-line text or number field. */
export function TextField({ label, hint, error, onChange, code = false, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          {...input}
          className={styles.input}
          data-code={code}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
