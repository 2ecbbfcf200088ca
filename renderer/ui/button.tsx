import type { ComponentProps } from 'react'
import styles from './button.module.css'

interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is the one action that the situation asks for; `quiet` stands among facts. */
  kind?: 'plain' | 'primary' | 'quiet'
}

/** A native button in the product's dress. `title` should name the key that does the same. */
export function Button({ kind = 'plain', ...props }: ButtonProps) {
  return <button type="button" className={`${styles.button} ${styles[kind]}`} {...props} />
}
