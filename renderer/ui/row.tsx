import type { ReactNode } from 'react'
import styles from './rows.module.css'

interface RowProps {
  label: string
  /** The exact value, where `children` is rounded or shortened. */
  title?: string | undefined
  /** Whether the value is older than it should be. */
  stale?: boolean
  children: ReactNode
}

/** A fact: its name and its value. Keeps its height while the value is still unknown. */
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
