import { useId } from 'react'
import styles from './segmented.module.css'

interface SegmentedProps<Name extends string> {
  label: string
  options: readonly { name: Name; label: string }[]
  /** Undefined while unknown. */
  selected: Name | undefined
  onSelect: (name: Name) => void
}

/** A choice among a few visible options: native radio buttons in a row. */
export function Segmented<Name extends string>({ label, options, selected, onSelect }: SegmentedProps<Name>) {
  const group = useId()
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">{label}</legend>
      {options.map(({ name, label: text }) => (
        <label key={name} className={styles.option}>
          <input
            type="radio"
            className={styles.radio}
            name={group}
            checked={name === selected}
            onChange={() => onSelect(name)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
