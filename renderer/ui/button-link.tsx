import type { ComponentProps } from 'react'
import button from './button.module.css'
import styles from './button-link.module.css'

interface ButtonLinkProps extends ComponentProps<'a'> {
  kind?: 'plain' | 'quiet'
}

/** A link styled as a button. */
export function ButtonLink({ kind = 'plain', children, ...props }: ButtonLinkProps) {
  return (
    <a className={`${button.button} ${button[kind]} ${styles.link}`} {...props}>
      {children}
    </a>
  )
}
