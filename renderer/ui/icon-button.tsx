import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './icon-button.module.css'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'title' | 'children'> {
  icon: IconName
  /** What it does, and its key. Is also its name. */
  title: string
}

/** A button without words, for actions that everybody knows by their sign. */
export function IconButton({ icon, title, ...props }: IconButtonProps) {
  return (
    <button type="button" className={styles.button} title={title} aria-label={title} {...props}>
      <Icon name={icon} />
    </button>
  )
}
