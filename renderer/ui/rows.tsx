import type { ReactNode } from 'react'
import styles from './rows.module.css'

/** A list of facts, one `Row` each. */
export function Rows({ children }: { children: ReactNode }) {
  return <dl className={styles.rows}>{children}</dl>
}
