import styles from './figure.module.css'

interface FigureProps {
  label: string
  value: string
  /** In the tooltip: what it is exactly. */
  about?: string
}

/** A number that is looked for. */
export function Figure({ label, value, about }: FigureProps) {
  return (
    <div className={styles.figure} title={about}>
      <span className={styles.value}>{value}</span>
      <span className={styles.label}>{label}</span>
    </div>
  )
}
