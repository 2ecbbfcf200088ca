import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './menu.module.css'

interface MenuProps {
  label: string
  title: string
  /** `MenuLink`s, `MenuItem`s and the like. */
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

/** Runs an action and closes the menu. */
export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <Base.Item className={styles.item} onClick={onSelect}>
      {children}
    </Base.Item>
  )
}

interface MenuCheckProps {
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}

/** A setting that is on or off. */
export function MenuCheck({ checked, disabled = false, onChange, children }: MenuCheckProps) {
  return (
    <Base.CheckboxItem
      className={styles.item}
      checked={checked}
      disabled={disabled}
      onCheckedChange={onChange}
      closeOnClick
    >
      <span className={styles.check}>{checked && <Icon name="check" />}</span>
      {children}
    </Base.CheckboxItem>
  )
}

/** Items under a heading. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group className={styles.group}>
      <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}
