import type { ReactNode } from 'react'
import { Field } from './field.tsx'
import styles from './form.module.css'

interface SelectFieldProps<Name extends string> {
  label: string
  hint?: ReactNode
  error?: string | undefined
  value: Name
  options: readonly { name: Name; label: string }[]
  onChange: (name: Name) => void
}

/** A native select. */
export function SelectField<Name extends string>({
  label,
  hint,
  error,
  value,
  options,
  onChange,
}: SelectFieldProps<Name>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select
          {...control}
          className={styles.input}
          value={value}
          onChange={(event) => {
            const chosen = options.find(({ name }) => name === event.target.value)
            if (chosen) onChange(chosen.name)
          }}
        >
          {options.map(({ name, label: text }) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
