import type { ReactNode } from 'react'
import styles from './badge.module.css'

interface BadgeProps {
  tone?: 'plain' | 'accent' | 'error' | 'warning'
  title?: string
  children: ReactNode
}

/** A word about the thing that it stands beside. */
export function Badge({ tone = 'plain', title, children }: BadgeProps) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`} title={title}>
      {children}
    </span>
  )
}
