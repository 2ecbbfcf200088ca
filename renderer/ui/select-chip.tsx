import { t } from '../language/t.ts'
import styles from './chip.module.css'
import { Icon } from './icon.tsx'

interface SelectChipProps {
  label: string
  /** Undefined for all. */
  value: string | undefined
  options: readonly { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}

/** A choice of one option or all: a native select styled as a chip. */
export function SelectChip({ label, value, options, onChange }: SelectChipProps) {
  const chosen = options.find((option) => option.value === value)
  return (
    <span className={styles.chip} data-on={value !== undefined}>
      <span>{label}</span>
      {value !== undefined && <strong className={styles.value}>{chosen?.label ?? value}</strong>}
      <Icon name="down" />
      <select
        className={styles.select}
        aria-label={label}
        title={label}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
      >
        <option value="">{t('All')}</option>
        {value !== undefined && !chosen && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  )
}
