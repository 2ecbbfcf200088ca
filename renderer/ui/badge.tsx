import type { ReactNode } from 'react'
import styles from './badge.module.css'

interface BadgeProps {
  tone?: 'plain' | 'accent' | 'error' | 'warning'
  title?: string
  children: ReactNode
}

/** A short label beside an item. */
export function Badge({ tone = 'plain', title, children }: BadgeProps) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`} title={title}>
      {children}
    </span>
  )
}
