import type { ReactNode } from 'react'
import styles from './rows.module.css'

interface RowProps {
  label: string
  /** The exact value, where `children` is rounded or shortened. */
  title?: string | undefined
  /** True if the value is outdated. */
  stale?: boolean
  children: ReactNode
}

/** A fact: name and value. Keeps its height while the value is unknown. */
export function Row({ label, title, stale = false, children }: RowProps) {
  return (
    <div className={styles.row}>
      <dt className={styles.label}>{label}</dt>
      <dd className={stale ? styles.stale : styles.value} title={title}>
        {children}
      </dd>
    </div>
  )
}
