import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { Icon } from './icon.tsx'
import styles from './menu.module.css'

interface MenuProps {
  label: string
  title: string
  /** `MenuLink` and `MenuButton`. */
  children: ReactNode
}

/** A button that opens a list of actions in a native popover: Esc and a click outside close it. */
export function Menu({ label, title, children }: MenuProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    const at = items.findIndex((item) => item === document.activeElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    items.at(next % items.length)?.focus()
  }
  return (
    <div className={styles.place}>
      <button type="button" className={styles.button} title={title} popoverTarget={id} aria-haspopup="menu">
        {label}
        <Icon name="down" />
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles.menu}
        onKeyDown={onKey}
        onToggle={({ newState }) =>
          newState === 'open' && list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
        }
        onClick={() => list.current?.hidePopover()}
      >
        {children}
      </div>
    </div>
  )
}

/** Downloads a file. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a role="menuitem" className={styles.item} href={href} download="">
      {children}
    </a>
  )
}
