import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './icon-button.module.css'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'title' | 'children'> {
  icon: IconName
  /** Describes the action and its key. Also the accessible name. */
  title: string
}

/** A button without text, for actions with a well-known icon. */
export function IconButton({ icon, title, ...props }: IconButtonProps) {
  return (
    <button type="button" className={styles.button} title={title} aria-label={title} {...props}>
      <Icon name={icon} />
    </button>
  )
}
