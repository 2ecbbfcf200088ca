import { t } from '../language/t.ts'
import styles from './chip.module.css'
import { Icon } from './icon.tsx'

interface ValueChipProps {
  label: string
  value: string
  onRemove: () => void
}

/** An active filter value; a click removes it. */
export function ValueChip({ label, value, onRemove }: ValueChipProps) {
  return (
    <button
      type="button"
      className={styles.chip}
      data-on="true"
      title={t('Remove {{label}} {{value}}', { label, value })}
      onClick={onRemove}
    >
      <span>{label}</span>
      <strong className={styles.value}>{value}</strong>
      <Icon name="close" />
    </button>
  )
}
