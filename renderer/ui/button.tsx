import type { ComponentProps } from 'react'
import styles from './button.module.css'

interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is the recommended action; `quiet` is for buttons among facts. */
  kind?: 'plain' | 'primary' | 'quiet'
}

/** A styled native button. `title` should name the hotkey. */
export function Button({ kind = 'plain', ...props }: ButtonProps) {
  return <button type="button" className={`${styles.button} ${styles[kind]}`} {...props} />
}
