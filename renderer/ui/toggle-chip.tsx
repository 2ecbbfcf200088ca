import styles from './chip.module.css'

interface ToggleChipProps {
  label: string
  title: string
  on: boolean
  onChange: (on: boolean) => void
}

/** A filter that is on or not set. */
export function ToggleChip({ label, title, on, onChange }: ToggleChipProps) {
  return (
    <button
      type="button"
      className={styles.chip}
      data-on={on}
      aria-pressed={on}
      title={title}
      onClick={() => onChange(!on)}
    >
      {label}
    </button>
  )
}
