import styles from './switch.module.css'

interface SwitchProps {
  label: string
  on: boolean
  disabled?: boolean
  /** The effect of toggling, and its key. */
  title: string
  onChange: (on: boolean) => void
}

/** A switch that takes effect immediately. The row around it shows its state in words. */
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
