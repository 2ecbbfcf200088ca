import type { ReactNode } from 'react'
import styles from './panel.module.css'

interface PanelProps {
  title: string
  /** Beside the title: of when it is, where there is more. */
  note?: ReactNode
  children: ReactNode
}

/** A part of a page under a heading of its own. */
export function Panel({ title, note, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {note !== undefined && <div className={styles.note}>{note}</div>}
      </header>
      {children}
    </section>
  )
}
