import styles from './figure.module.css'

interface FigureProps {
  label: string
  value: string
  /** Exact meaning, for the tooltip. */
  about?: string
}

/** A highlighted number. */
export function Figure({ label, value, about }: FigureProps) {
  return (
    <div className={styles.figure} title={about}>
      <span className={styles.value}>{value}</span>
      <span className={styles.label}>{label}</span>
    </div>
  )
}
