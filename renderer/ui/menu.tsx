import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './menu.module.css'

interface MenuProps {
  label: string
  title: string
  /** `MenuLink`s. */
  children: ReactNode
}

/** A button that opens a list of actions: arrow keys and first letters move in it, Esc and a click outside close it. */
export function Menu({ label, title, children }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger className={styles.button} title={title}>
        {label}
        <Icon name="down" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.place} side="bottom" align="end">
          <Base.Popup className={styles.menu}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** Downloads a file. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Base.LinkItem className={styles.item} href={href} download="" closeOnClick>
      {children}
    </Base.LinkItem>
  )
}
