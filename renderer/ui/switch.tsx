import styles from './switch.module.css'

interface SwitchProps {
  label: string
  on: boolean
  disabled?: boolean
  /** What the other position does, and the key for it. */
  title: string
  onChange: (on: boolean) => void
}

/** Something that is on or off, and is so at once. The row around it says which in words. */
export function Switch({ label, on, disabled = false, title, onChange }: SwitchProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      className={styles.switch}
      aria-label={label}
      title={title}
      checked={on}
      aria-checked={on}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
